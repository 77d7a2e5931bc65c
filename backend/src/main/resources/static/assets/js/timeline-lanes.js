// What was up when, drawn in SVG: bands and grid behind, lanes, notches for boots, signs for what happened.
import { date, duration, hhmm, hhmmss } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";
const SIGNS = 30, LANE = 26, BAR = 14, RIGHT = 16, AXIS = 24;
const LANES = [["power", "Power"], ["wifi", "WiFi"], ["cloud", "Cloud"], ["listener", "Listener"]];
const TONES = {
  offline: "off", lost: "warn", down: "warn", suspect: "warn", backoff: "bad", starting: "wait", disabled: "off",
};
const STEPS = [1, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800].map(s => s * 1000);

export class Lanes {
  constructor(stage, chosen) {
    this.stage = stage;
    this.chosen = chosen;
    this.svg = stage.appendChild(make("svg"));
    this.svg.setAttribute("aria-hidden", "true");
    this.crossing = stage.appendChild(div("cross"));
    this.time = stage.appendChild(div("cursor-time"));
    this.card = stage.appendChild(div("opened"));
    this.card.hidden = this.crossing.hidden = this.time.hidden = true;
    this.card.addEventListener("click", event => { if (event.target.closest("button")) this.chosen(null); });
  }

  /** Answers how far down it drew. */
  draw(data, { from, to, width }) {
    const left = width < 560 ? 56 : 84, right = width - RIGHT;
    const scale = (right - left) / (to - from);
    this.view = { left, right, x: t => left + (t - from) * scale, time: x => from + (x - left) / scale };
    this.data = data;
    this.range = { from, to };
    this.marks = make("g");
    const top = SIGNS + LANES.length * LANE + 6;
    LANES.forEach(([key, name], i) => this.lane(key, name, SIGNS + i * LANE));
    this.boots(SIGNS);
    this.signs();
    return top;
  }

  /** The rest, once the height is known. */
  finish(bottom) {
    const height = bottom + AXIS, { left, right } = this.view;
    this.stage.style.height = `${height}px`;
    this.svg.setAttribute("width", this.stage.clientWidth);
    this.svg.setAttribute("height", height);
    const back = make("g");
    this.unwatched(back, bottom);
    this.bands(back, bottom);
    this.axis(back, bottom, height);
    back.append(make("line", { class: "rule", x1: 0, x2: this.stage.clientWidth, y1: bottom + 0.5, y2: bottom + 0.5 }));
    const clip = make("clipPath", { id: "inside" });
    clip.append(make("rect", { x: left, y: 0, width: Math.max(0, right - left), height }));
    const hatch = make("pattern", { id: "hatch", width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
    hatch.append(make("line", { class: "hatch", x1: 0, x2: 0, y1: 0, y2: 7 }));
    const defs = make("defs");
    defs.append(clip, hatch);
    this.svg.replaceChildren(defs, back, this.marks);
    this.crossing.style.bottom = `${AXIS}px`;
    if (!this.card.hidden) this.place();
  }

  lane(key, name, y) {
    const label = make("text", { class: "lane-name", x: this.view.left < 60 ? 8 : 14, y: y + LANE / 2 + 4 });
    label.textContent = name;
    this.marks.append(label);
    const up = this.data.lanes.power.filter(it => it.value === "online");
    for (const span of this.data.lanes[key] ?? []) {
      const parts = key === "power" ? [span] : up
        .map(it => ({ ...span, from: Math.max(span.from, it.from), to: Math.min(span.to, it.to) })).filter(it => it.to > it.from);
      parts.forEach(part => this.bar(key, part, y));
    }
  }

  bar(key, span, y) {
    const { x, left, right } = this.view;
    const a = Math.max(left, x(span.from)), b = Math.min(right, x(span.to));
    if (b <= a) return;
    const tone = key === "listener" && span.value === "down" ? "bad" : TONES[span.value] ?? "good";
    const rect = make("rect", { class: "span", "data-tone": tone, x: a, y: y + (LANE - BAR) / 2, width: Math.max(1, b - a - (tone === "off" ? 0 : 1)), height: BAR, rx: 2 });
    const title = make("title");
    title.textContent = `${span.value}${span.generation ? ` #${span.generation}` : ""}, ${hhmmss(span.from)} to ${hhmmss(Math.min(span.to, this.range.to))}`;
    rect.append(title);
    this.marks.append(rect);
    const words = key === "listener" && tone === "good" && span.generation ? `#${span.generation}` : "";
    if (words && b - a > 12 + words.length * 7) {
      const text = make("text", { class: "on-bar", x: a + 6, y: y + LANE / 2 + 4 });
      text.textContent = words;
      this.marks.append(text);
    }
  }

  boots(y) {
    for (const boot of this.data.boots) {
      const x = this.view.x(boot.at);
      if (x < this.view.left || x > this.view.right) continue;
      const reset = boot.reset ?? "unknown";
      this.marks.append(
        make("line", { class: "notch", "data-reset": reset, x1: x, x2: x, y1: y - 1, y2: y + LANE - 3 }),
        make("rect", { class: "flag", "data-reset": reset, x: x - 1, y: y - 2, width: 7, height: 6, rx: 1 }),
        this.hit(x, y - 4, { at: boot.at, kind: "boot", it: boot }));
    }
  }

  signs() {
    const y = SIGNS / 2 + 1;
    for (const sign of signs(this.data)) {
      const x = this.view.x(sign.at);
      if (sign.kind === "boot" || x < this.view.left || x > this.view.right) continue;
      this.marks.append(shape(sign, x, y), this.hit(x, y - 10, sign));
    }
  }

  hit(x, y, sign) {
    const hit = make("rect", { class: "hit", x: x - 8, y, width: 16, height: 20 });
    hit.addEventListener("click", () => this.chosen(sign));
    const title = make("title");
    title.textContent = `${tell(sign).title}, ${hhmmss(sign.at)}`;
    hit.append(title);
    return hit;
  }

  bands(back, bottom) {
    const { x, left, right } = this.view;
    for (const it of this.data.incidents) {
      const a = Math.max(left, x(it.openedAt)), b = Math.min(right, x(it.resolvedAt ?? this.range.to));
      if (b < left || a > right) continue;
      const explained = this.data.incidents.some(other => other.id === it.explained_by);
      if (!explained) back.append(
        make("rect", { class: "band", "data-severity": it.severity, x: a, y: 0, width: Math.max(2, b - a), height: bottom }));
      back.append(
        make("line", { class: "bandline", "data-severity": it.severity, x1: a, x2: Math.max(a + 2, b), y1: 1, y2: 1 }));
    }
  }

  unwatched(back, bottom) {
    const { x, left, right } = this.view;
    for (const it of this.data.unwatched) {
      const a = Math.max(left, x(it.from)), b = Math.min(right, x(Math.min(it.to, this.range.to)));
      if (b <= a) continue;
      const rect = make("rect", { fill: "url(#hatch)", opacity: 0.55, x: a, y: 0, width: b - a, height: bottom });
      back.append(rect);
    }
  }

  axis(back, bottom, height) {
    const { from, to } = this.range, { x, left, right } = this.view;
    const step = STEPS.find(it => ((right - left) * it) / (to - from) >= 84) ?? STEPS.at(-1);
    const zone = new Date(from).getTimezoneOffset() * 60_000;
    for (let t = Math.ceil((from - zone) / step) * step + zone; t <= to; t += step) {
      const at = Math.round(x(t)) + 0.5;
      back.append(make("line", { class: "grid", x1: at, x2: at, y1: 0, y2: bottom }));
      const text = make("text", { x: at, y: height - 8, "text-anchor": at > right - 18 ? "end" : "middle" });
      const midnight = new Date(t).getHours() + new Date(t).getMinutes() === 0;
      text.textContent = step >= 86_400_000 || midnight ? date(t) : step < 60_000 ? hhmmss(t) : hhmm(t);
      back.append(text);
    }
  }

  cross(x, words) {
    this.crossing.hidden = this.time.hidden = x === null;
    if (x === null) return;
    this.crossing.style.left = `${x}px`;
    this.time.textContent = words;
    const half = this.time.offsetWidth / 2 + 2;
    this.time.style.left = `${Math.max(half, Math.min(x, this.stage.clientWidth - half))}px`;
  }

  open(sign) {
    this.card.hidden = !sign;
    this.shown = sign;
    if (!sign) return;
    const { title, lines, href } = tell(sign);
    const close = document.createElement("button");
    close.className = "icon";
    close.type = "button";
    close.textContent = "×";
    close.setAttribute("aria-label", "Close");
    const strong = document.createElement("strong");
    strong.textContent = title;
    this.card.replaceChildren(strong, ...[`${date(sign.at)}, ${hhmmss(sign.at)}`, ...lines].map(line => {
      const p = document.createElement("p");
      p.textContent = line;
      return p;
    }), close);
    if (href) {
      const a = document.createElement("a");
      a.href = href;
      a.textContent = "Open";
      this.card.append(a);
    }
    this.card.setAttribute("role", "status");
    this.place();
  }

  place() {
    const x = this.view.x(this.shown.at), width = this.card.offsetWidth;
    this.card.style.left = `${Math.max(8, Math.min(x + 12 + width > this.stage.clientWidth - 8 ? x - 12 - width : x + 12, this.stage.clientWidth - width - 8))}px`;
    this.card.style.top = `${SIGNS + 8}px`;
  }
}

/** Everything that happened at one moment, in order. */
export function signs(data) {
  const all = [
    ...data.boots.map(it => ({ at: it.at, kind: "boot", it })),
    ...data.events.filter(it => it.kind !== "birth" && it.kind !== "reply").map(it => ({ at: it.at, kind: it.kind, it })),
    ...data.commands.map(it => ({ at: it.createdAt, kind: "command", it })),
    ...data.incidents.map(it => ({ at: it.openedAt, kind: "incident", it })),
  ];
  return all.sort((a, b) => a.at - b.at);
}

function shape({ kind, it }, x, y) {
  switch (kind) {
    case "command":
      return make("path", { class: "sign", "data-tone": ["failed", "rejected", "timed_out", "expired"].includes(it.state) ? "bad" : "good", d: `M${x - 4} ${y - 5.5}L${x + 5.5} ${y}L${x - 4} ${y + 5.5}Z` });
    case "probe":
      return make("circle", { class: "sign", "data-tone": it.name === "open" ? "open" : "bad", cx: x, cy: y, r: 4.5 });
    case "incident":
      return make("rect", { class: "sign", "data-tone": "bad", x: x - 3.5, y: y - 3.5, width: 7, height: 7, transform: `rotate(45 ${x} ${y})` });
    case "will":
      return make("path", { class: "tick", d: `M${x - 3.5} ${y - 3.5}L${x + 3.5} ${y + 3.5}M${x - 3.5} ${y + 3.5}L${x + 3.5} ${y - 3.5}` });
    default:
      return make("line", { class: "tick", x1: x, x2: x, y1: y - 5, y2: y + 5 });
  }
}

const RESETS = {
  power_on: "Power came on", pin: "Its reset pin was pulled", user: "Its own program restarted it", command: "It was told to restart",
  update: "It took an update", low_power: "It woke from deep sleep", brownout: "Its supply voltage sagged", hw_watchdog: "Its hardware watchdog bit",
  task_watchdog: "A task starved its watchdog", panic: "It crashed", oom: "It ran out of memory", lockup: "Its processor locked up",
  safe_mode: "It fell into safe mode", debug: "A debugger reset it",
};

function tell({ kind, it }) {
  switch (kind) {
    case "boot":
      return { title: `${RESETS[it.reset] ?? "It restarted and does not know why"}`, lines: [it.expected === false ? "Nobody asked for it." : "", it.firmware ? `Firmware ${it.firmware}${it.os ? `, ${it.os}` : ""}` : ""].filter(Boolean) };
    case "command":
      return {
        title: it.op.replaceAll("_", " "),
        lines: [`${it.state.replaceAll("_", " ")}${it.finishedAt ? ` after ${duration(it.finishedAt - it.createdAt)}` : ""}${it.verified ? `, proved by ${it.verified === "probe" ? "a probe" : "its own word"}` : ""}`, `asked by ${it.requested_by}`, it.reason].filter(Boolean),
      };
    case "incident":
      return { title: it.kind.replaceAll("_", " "), lines: [it.summary, it.resolvedAt ? `lasted ${duration(it.resolvedAt - it.openedAt)}` : it.state], href: `/incidents/${it.id}` };
    case "will":
      return { title: "Its connection broke without a goodbye", lines: [] };
    case "bye":
      return { title: `It said goodbye${it.name ? `: ${it.name}` : ""}`, lines: [] };
    case "probe":
      return { title: `It probed ${it.detail?.target ?? "another"}: ${it.name}`, lines: details(it.detail, ["target", "outcome", "id"]) };
    default:
      return { title: (it.name || kind).replaceAll("_", " "), lines: details(it.detail, []) };
  }
}

function details(detail, without) {
  return Object.entries(detail ?? {}).filter(([key]) => !without.includes(key)).slice(0, 8)
    .map(([key, value]) => `${key.replaceAll("_", " ")} ${typeof value === "object" ? JSON.stringify(value) : value}`);
}

function make(name, attributes = {}) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

function div(className) {
  return Object.assign(document.createElement("div"), { className });
}
