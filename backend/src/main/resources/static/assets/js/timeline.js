// A device's timeline: one time axis for lanes, curves and marks, one crosshair through all of them.
import { api } from "./api.js";
import { on } from "./keys.js";
import { calm } from "./live.js";
import { Curves } from "./timeline-curves.js";
import { Lanes, signs } from "./timeline-lanes.js";
import { bytes, date, hhmm, hhmmss, signed } from "./words.js";

const SHORTEST = 60_000, LONGEST = 90 * 86_400_000;

export function start() {
  for (const section of document.querySelectorAll(".timeline")) new Timeline(section).start();
}

class Timeline {
  constructor(section) {
    this.section = section;
    this.stage = section.querySelector("[data-stage]");
    this.readout = section.querySelector("[data-readout]");
    this.device = section.dataset.device;
    const asked = new URLSearchParams(location.search);
    this.from = Date.parse(section.dataset.from ?? asked.get("from") ?? "");
    this.to = Date.parse(section.dataset.to ?? asked.get("to") ?? "");
    this.following = !(this.from < this.to);
    if (this.following) this.span((Number(asked.get("range")) || this.usual()) * 1000);
    this.data = null;
    this.chosen = -1;
  }

  start() {
    this.lanes = new Lanes(this.stage, sign => this.open(sign));
    this.curves = new Curves(this.stage);
    this.wire();
    this.load();
  }

  /* Where and how far */

  /** An hour, or less for a device that has not lived that long. */
  usual() {
    return Date.now() - Date.parse(this.section.dataset.since) < 900_000 ? 900 : 3600;
  }

  span(width) {
    this.following = true;
    this.to = Date.now();
    this.from = this.to - width;
  }

  move(from, to) {
    const width = Math.min(LONGEST, Math.max(SHORTEST, to - from)), now = Date.now();
    this.following = from + width >= now - 1000;
    this.to = this.following ? now : from + width;
    this.from = this.to - width;
    this.draw();
    this.loadSoon();
  }

  pan = share => this.move(this.from + share * (this.to - this.from), this.to + share * (this.to - this.from));

  zoom(factor, around = this.following ? this.to : (this.from + this.to) / 2) {
    this.move(around - (around - this.from) * factor, around + (this.to - around) * factor);
  }

  /* Reading and drawing */

  loadSoon = calm(250, () => this.load());

  async load() {
    if (this.following) this.span(this.to - this.from);
    const query = new URLSearchParams({
      from: new Date(this.from).toISOString(), to: new Date(this.to).toISOString(),
      points: Math.max(100, Math.min(900, Math.floor(this.stage.clientWidth / 1.5))),
    });
    try {
      this.data = prepare(await api(`/api/v1/devices/${encodeURIComponent(this.device)}/timeline?${query}`));
    } catch (refused) {
      this.readout.textContent = refused.message;
      return;
    }
    this.draw();
  }

  draw() {
    const width = this.to - this.from;
    for (const button of this.section.querySelectorAll("[data-range]")) {
      button.setAttribute("aria-pressed", Math.abs(button.dataset.range * 1000 - width) < 2000);
    }
    const back = this.section.querySelector("[data-now]");
    if (back) back.hidden = this.following;
    if (!this.data) return;
    const view = { from: this.from, to: this.to, width: this.stage.clientWidth };
    const top = this.lanes.draw(this.data, view);
    const bottom = this.curves.draw(this.data, view, top, Number(this.section.dataset.interval) * 1000 || 30_000);
    this.lanes.finish(bottom);
    this.view = this.lanes.view;
    this.point(this.pointed ?? null);
  }

  /* Pointing */

  point(x) {
    this.pointed = x;
    const at = x === null ? this.to : this.view.time(x);
    const inside = x !== null && x >= this.view.left && x <= this.view.right;
    this.lanes.cross(inside ? x : null, `${this.to - this.from > 86_400_000 ? `${date(at)}, ` : ""}${hhmmss(at)}`);
    const values = this.curves.point(inside ? at : null, at);
    this.say(at, values, inside);
  }

  say(at, values, inside) {
    const words = [];
    const add = (text, strong) => { if (text) words.push(strong ? `!${text}` : text); };
    add(inside ? `${date(at)}, ${hhmmss(at)}` : this.following ? "Now" : hhmm(at), true);
    for (const [lane, spans] of Object.entries(this.data.lanes)) {
      const span = spans.findLast(it => it.from <= at && at <= it.to + 1);
      if (span) add(lane === "power" ? span.value : `${lane === "wifi" ? "WiFi" : lane} ${span.value}${span.generation ? ` #${span.generation}` : ""}`);
    }
    const { rssi, heap_free: heap, heap_block: block, clients } = values;
    if (rssi !== undefined) add(`${signed(Math.round(rssi))} dBm`);
    if (heap !== undefined) add(`${bytes(heap)} free`);
    if (block !== undefined) add(`largest block ${bytes(block)}`);
    if (clients !== undefined) add(`${Math.round(clients)} ${Math.round(clients) === 1 ? "client" : "clients"}`);
    this.readout.replaceChildren(...words.map(word => {
      const span = document.createElement("span"), b = document.createElement("b");
      if (word.startsWith("!")) { b.textContent = word.slice(1); span.append(b); } else span.textContent = word;
      return span;
    }));
  }

  /** Previous or next event, and opens it. */
  step(direction) {
    const all = signs(this.data).filter(it => it.at >= this.from && it.at <= this.to);
    if (!all.length) return;
    const here = this.opened ?? (direction > 0 ? -Infinity : Infinity);
    const next = direction > 0 ? all.find(it => it.at > here) : all.findLast(it => it.at < here);
    if (next) this.open(next);
  }

  open(sign) {
    this.opened = sign?.at;
    this.lanes.open(sign);
    if (sign) this.point(this.view.x(sign.at));
  }

  wire() {
    const stage = this.stage;
    this.section.addEventListener("click", event => {
      const range = event.target.closest("[data-range]");
      if (range) { this.span(range.dataset.range * 1000); this.load(); }
      if (event.target.closest("[data-now]")) { this.span(this.to - this.from); this.load(); }
    });
    stage.addEventListener("pointermove", event => { if (this.view) this.point(event.clientX - stage.getBoundingClientRect().left); });
    stage.addEventListener("pointerleave", () => { if (this.view) this.point(null); });
    stage.addEventListener("wheel", event => {
      if (!event.ctrlKey || !this.view) return;
      event.preventDefault();
      this.zoom(event.deltaY > 0 ? 1.25 : 0.8, this.view.time(event.clientX - stage.getBoundingClientRect().left));
    }, { passive: false });
    this.drag();
    new ResizeObserver(() => requestAnimationFrame(() => this.draw())).observe(stage);
    for (const name of ["cw:theme"]) document.addEventListener(name, () => { this.curves.forget(); this.draw(); });

    on("ArrowLeft", () => this.pan(-0.25));
    on("ArrowRight", () => this.pan(0.25));
    on("+", () => this.zoom(0.5));
    on("=", () => this.zoom(0.5));
    on("-", () => this.zoom(2));
    on("n", () => { this.span(this.to - this.from); this.load(); });
    on("[", () => this.step(-1));
    on("]", () => this.step(1));
    on("Escape", () => this.open(null));
    on("a", () => this.acknowledge());

    const fresh = event => {
      if (!event.detail || [event.detail.id, event.detail.device, event.detail.incident?.device].includes(this.device)) {
        this.changed();
        if (this.following) this.loadSoon();
      }
    };
    for (const name of ["device", "incident", "command", "resync", "changed"]) document.addEventListener(`cw:${name}`, fresh);
    setInterval(() => { if (this.following && !document.hidden && !this.dragging) this.load(); }, 5000);
  }

  /** What stands above and below the timeline. */
  changed = calm(1000, () => {
    const device = document.getElementById("device");
    if (device) window.htmx.trigger(device, "cw:refresh");
  });

  drag() {
    const stage = this.stage;
    stage.addEventListener("pointerdown", event => {
      if (event.button !== 0 || !this.view || event.target.closest(".opened, .hit")) return;
      const startX = event.clientX, { from, to } = this;
      const perPixel = (to - from) / (this.view.right - this.view.left);
      const moved = ev => {
        const by = (startX - ev.clientX) * perPixel;
        if (!this.dragging && Math.abs(startX - ev.clientX) < 4) return;
        this.dragging = true;
        this.move(from + by, to + by);
      };
      addEventListener("pointermove", moved);
      addEventListener("pointerup", () => {
        removeEventListener("pointermove", moved);
        setTimeout(() => { this.dragging = false; });
      }, { once: true });
    });
  }

  async acknowledge() {
    const open = this.data?.incidents.find(it => !it.resolvedAt && it.state === "open" && !it.explained_by);
    if (!open || !document.body.dataset.operates) return;
    const incident = await api(`/api/v1/incidents/${open.id}`);
    await api(`/api/v1/incidents/${open.id}/ack`, { method: "POST", body: { version: incident.version } });
    this.changed();
  }
}

/** ISO times become milliseconds once. */
function prepare(raw) {
  const ms = at => (at ? Date.parse(at) : null);
  const spans = list => list.map(it => ({ ...it, from: ms(it.from), to: ms(it.to) ?? Infinity }));
  return {
    lanes: Object.fromEntries(Object.entries(raw.lanes).map(([lane, list]) => [lane, spans(list)])),
    gauges: Object.fromEntries(Object.entries(raw.gauges).map(([key, list]) => [key, list.map(([t, ...rest]) => [ms(t), ...rest])])),
    events: raw.events.map(it => ({ ...it, at: ms(it.at) })),
    boots: raw.boots.map(it => ({ ...it, at: ms(it.at) })),
    incidents: raw.incidents.map(it => ({ ...it, openedAt: ms(it.opened_at), resolvedAt: ms(it.resolved_at) })),
    commands: raw.commands.map(it => ({ ...it, createdAt: ms(it.created_at), finishedAt: ms(it.finished_at) })),
    unwatched: spans(raw.unwatched),
  };
}
