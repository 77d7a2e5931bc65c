// Single keys, and only when nobody is typing.

const bound = new Map();

export function on(key, act) {
  bound.set(key, act);
}

addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest("input, textarea, select, [contenteditable]") || document.querySelector("dialog[open]")) return;
  const act = bound.get(event.key);
  if (act) {
    event.preventDefault();
    act(event);
  }
});
