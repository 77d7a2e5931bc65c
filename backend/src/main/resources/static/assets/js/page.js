// What every page does: keys, times, copying, dialogs; then it wakes the widgets that the page has.
import { csrfHeaders } from "./api.js";
import { listen } from "./live.js";
import { on } from "./keys.js";
import { tellTimes } from "./words.js";

document.addEventListener("htmx:configRequest", event => Object.assign(event.detail.headers, csrfHeaders()));
document.addEventListener("htmx:beforeSwap", event => {
  // Logged out meanwhile: show the door, not the door inside the page.
  if (new URL(event.detail.xhr.responseURL || location.href).pathname === "/login") {
    event.detail.shouldSwap = false;
    location.assign("/login");
  }
});

/** All lights of a page breathe together, also those that came later. */
export function breatheTogether(root = document.body) {
  for (const animation of root.getAnimations({ subtree: true })) {
    if (animation.animationName === "breathe") animation.startTime = 0;
  }
}

document.addEventListener("htmx:afterSettle", () => { tellTimes(); breatheTogether(); });
tellTimes();
breatheTogether();
setInterval(tellTimes, 5000);

on("?", () => document.getElementById("help").showModal());
on("/", () => document.getElementById("search").focus());
document.querySelector("[data-help]").addEventListener("click", () => document.getElementById("help").showModal());

document.addEventListener("click", event => {
  const copy = event.target.closest("[data-copy]");
  if (copy) copyNear(copy);
  const open = event.target.closest("[data-open]");
  if (open) document.getElementById(open.dataset.open)?.showModal();
  if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
});
document.addEventListener("change", event => {
  if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
});

async function copyNear(button) {
  const pre = button.parentElement.querySelector("pre");
  try {
    await navigator.clipboard.writeText(pre.textContent);
    button.textContent = "Copied";
  } catch {
    getSelection().selectAllChildren(pre);
    button.textContent = "Selected";
  }
  setTimeout(() => { button.textContent = "Copy"; }, 2000);
}

const widgets = [
  ["#sites, .teach", "./fleet-grid.js"],
  ["[data-stage]", "./timeline.js"],
  ["#restart", "./command.js"],
  ["#register", "./register.js"],
  ["#incident", "./incident.js"],
  ["#endpoints", "./webhooks.js"],
];
for (const [selector, module] of widgets) {
  if (document.querySelector(selector)) import(module).then(it => it.start());
}
listen();
