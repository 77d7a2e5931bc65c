// The dots: live lights, filters that live in the URL, and a name for whatever is pointed at.
import { announce, calm } from "./live.js";
import { on } from "./keys.js";
import { breatheTogether } from "./page.js";
import { Painting } from "./fleet-paint.js";

const overview = document.getElementById("overview");
const url = new URL(location.href);
const filter = { show: new Set((url.searchParams.get("show") ?? "").split(",").filter(Boolean)), q: url.searchParams.get("q") ?? "" };
const opened = new Set();
let sites, painting = null, held = false;

export async function start() {
  sites = document.getElementById("sites");
  document.addEventListener("cw:incident", onIncident);
  document.addEventListener("cw:device", onDevice);
  document.addEventListener("cw:resync", fetchSites);
  if (!sites) return;
  wireOverview();
  wireSearch();
  wireTip();
  if (sites.dataset.size === "canvas") {
    painting = new Painting(sites, matches);
    await painting.start();
  }
  apply();
}

/* Live */

const refresh = calm(1500, () => window.htmx.trigger(overview, "cw:refresh"));

function onDevice({ detail }) {
  const known = painting ? painting.change(detail.id, detail.light) : recolour(detail);
  if (!known) fetchSites();
  refresh();
}

function recolour({ id, light, label }) {
  const dot = sites?.querySelector(`.dot[data-device="${CSS.escape(id)}"]`);
  if (!dot) return false;
  if (dot.dataset.loop !== undefined) light = "loop", label = "reboot loop";
  const led = dot.querySelector(".led");
  if (led.dataset.light !== light) {
    led.dataset.light = light;
    dot.dataset.label = label;
    dot.setAttribute("aria-label", `${id}, ${label}`);
    dot.classList.remove("changed");
    void dot.offsetWidth;
    dot.classList.add("changed");
    breatheTogether(dot);
    apply();
  }
  return true;
}

function onIncident({ detail: { change, told, incident } }) {
  if (incident.kind === "reboot_loop" && incident.device) loop(incident.device, change !== "resolved");
  if (told && change === "opened") announce(`New incident: ${incident.summary}`);
  refresh();
}

function loop(id, looping) {
  if (painting) {
    painting.loop(id, looping);
    return;
  }
  const dot = sites?.querySelector(`.dot[data-device="${CSS.escape(id)}"]`);
  if (!dot) return;
  if (looping) {
    dot.dataset.loop = "";
    recolour({ id });
  } else if (dot.dataset.loop !== undefined || dot.querySelector('[data-light="loop"]')) {
    fetchSites();
  }
}

/** Reads the rows again: somebody joined, moved, or we were away. */
const fetchSites = calm(5000, async () => {
  if (document.querySelector("dialog[open]")) return;
  const response = await fetch("/", { credentials: "same-origin" });
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("sites");
  if (!sites || !fresh || painting) {
    if (!response.redirected && fresh) location.reload();
    return;
  }
  sites.replaceChildren(...fresh.children);
  breatheTogether(sites);
  apply();
  refresh();
});

/* Above the dots. Nothing moves under the pointer: what would shift the page waits until it left. */

function wireOverview() {
  overview.addEventListener("htmx:beforeSwap", event => {
    const fresh = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
    held = pointed() && fresh.querySelectorAll("#incidents li").length !== document.querySelectorAll("#incidents li").length;
    if (held) {
      event.detail.shouldSwap = false;
      for (const part of ["#said", ".counts"]) {
        overview.querySelector(part)?.replaceWith(fresh.querySelector(part) ?? "");
      }
      apply();
    }
  });
  overview.addEventListener("htmx:afterSwap", () => {
    for (const id of opened) overview.querySelector(`[data-keep="${id}"]`)?.setAttribute("open", "");
    apply();
  });
  overview.addEventListener("toggle", event => {
    const id = event.target.dataset?.keep;
    if (id) event.target.open ? opened.add(id) : opened.delete(id);
  }, true);
  document.addEventListener("pointerout", () => { if (held && !pointed()) refresh(); });
  overview.addEventListener("click", event => {
    const button = event.target.closest("[data-show]");
    if (!button) return;
    const light = button.dataset.show;
    filter.show.has(light) ? filter.show.delete(light) : filter.show.add(light);
    apply(true);
  });
}

function pointed() {
  return document.querySelector("#sites:hover, #incidents:hover") !== null;
}

/* Filters */

function wireSearch() {
  const search = document.getElementById("search");
  search.value = filter.q;
  search.addEventListener("input", () => { filter.q = search.value; apply(true); });
  search.form.addEventListener("submit", event => {
    event.preventDefault();
    const found = [...sites.querySelectorAll(".dot:not(.dim)")];
    if (found.length === 1) location.assign(found[0].href);
  });
  on("Escape", () => { filter.show.clear(); filter.q = search.value = ""; apply(true); });
}

function matches(id, light) {
  return (!filter.show.size || filter.show.has(light)) && id.toLowerCase().includes(filter.q.trim().toLowerCase());
}

function apply(remember = false) {
  for (const button of overview.querySelectorAll("[data-show]")) {
    button.setAttribute("aria-pressed", filter.show.has(button.dataset.show));
  }
  const active = filter.show.size > 0 || filter.q.trim() !== "";
  let shown = 0;
  if (painting) shown = painting.filter();
  else for (const dot of sites.querySelectorAll(".dot")) {
    const dim = active && !matches(dot.dataset.device, dot.querySelector(".led").dataset.light);
    dot.classList.toggle("dim", dim);
    if (!dim) shown++;
  }
  document.getElementById("filtered").textContent = active ? `${shown} shown` : "";
  if (remember) rememberInUrl();
}

function rememberInUrl() {
  const params = new URLSearchParams();
  if (filter.show.size) params.set("show", [...filter.show].join(","));
  if (filter.q.trim()) params.set("q", filter.q.trim());
  const query = params.toString();
  history.replaceState(null, "", query ? `?${query}` : location.pathname);
}

/* A name for what is pointed at */

function wireTip() {
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  document.body.append(tip);
  const show = dot => {
    const box = dot.getBoundingClientRect();
    tip.replaceChildren(Object.assign(document.createElement("code"), { textContent: dot.dataset.device }),
      Object.assign(document.createElement("span"), { textContent: dot.dataset.label }));
    tip.hidden = false;
    tip.style.left = `${Math.max(8, Math.min(box.left, innerWidth - tip.offsetWidth - 8))}px`;
    tip.style.top = `${box.top - tip.offsetHeight - 6 > 0 ? box.top - tip.offsetHeight - 6 : box.bottom + 6}px`;
  };
  const over = event => {
    const dot = event.target.closest?.(".dot");
    if (dot) show(dot);
    else if (!event.target.closest?.(".paint")) tip.hidden = true;
  };
  sites.addEventListener("pointerover", over);
  sites.addEventListener("focusin", over);
  sites.addEventListener("pointerleave", () => { tip.hidden = true; });
  sites.addEventListener("focusout", () => { tip.hidden = true; });
  sites.addEventListener("cw:point", event => (event.detail ? show(event.detail) : (tip.hidden = true)));
}
