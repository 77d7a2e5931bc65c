// One stream per page. Everybody else listens on `document` for `cw:device`, `cw:incident`, `cw:command`.

let lost = false;

export function listen() {
  const source = new EventSource("/api/v1/stream");
  for (const name of ["device", "incident", "command"]) {
    source.addEventListener(name, event => tell(name, JSON.parse(event.data)));
  }
  source.onopen = () => {
    document.documentElement.dataset.live = "yes";
    if (lost) tell("resync", null);
    lost = false;
  };
  source.onerror = () => {
    lost = true;
    document.documentElement.dataset.live = "no";
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 5000);
  };
  addEventListener("pagehide", () => source.close(), { once: true });
}

function tell(name, detail) {
  document.dispatchEvent(new CustomEvent(`cw:${name}`, { detail }));
}

/** Says it to those who do not look. */
export function announce(words) {
  document.getElementById("announce").textContent = words;
}

/** Calls at most once per `wait` milliseconds, and after the last call too. */
export function calm(wait, act) {
  let timer = 0, again = false;
  const run = () => {
    act();
    timer = setTimeout(() => { timer = 0; if (again) { again = false; run(); } }, wait);
  };
  return () => { if (timer) again = true; else run(); };
}
