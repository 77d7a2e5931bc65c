// Thousands of dots, painted: two sheets per access point, and only the healthy one breathes.

const CELL = 12, DOT = 4;
const LABELS = {
  breathing: "breathing cyan", offline: "offline", unknown: "has never reported", loop: "reboot loop",
  dead: "deaf: its server takes no connection", suspect: "its server may be deaf",
};
const COLOURS = {
  breathing: "--cyan", cloud: "--cyan", handshake: "--cyan", network: "--green", dhcp: "--green", joined: "--green", radio: "--blue", setup: "--blue",
  safe: "--magenta", updating: "--magenta", dfu: "--yellow", panic: "--red", loop: "--red", dead: "--red", suspect: "--amber",
  offline: "--ink-3", unknown: "--line-strong", off: "--white",
};

export class Painting {
  constructor(sites, matches) {
    this.sites = sites;
    this.matches = matches;
    this.rows = new Map();
    this.byId = new Map();
    this.soon = new Set();
  }

  async start() {
    const dots = await (await fetch("/fleet/dots", { credentials: "same-origin" })).json();
    for (const sheet of this.sites.querySelectorAll(".paint")) {
      const site = sheet.closest(".site").dataset.site, point = sheet.closest(".place").dataset.accessPoint;
      this.rows.set(`${site}\n${point}`, new Row(sheet, this.matches));
    }
    for (const dot of dots) {
      const row = this.rows.get(`${dot.site}\n${dot.access_point}`);
      if (row) this.byId.set(dot.id, { row, dot: row.add(dot) });
    }
    const all = () => { colours.clear(); this.rows.forEach(row => row.draw()); };
    new ResizeObserver(all).observe(this.sites);
    document.addEventListener("cw:theme", all);
  }

  change(id, light) {
    const found = this.byId.get(id);
    if (!found) return false;
    found.dot.light = found.dot.loop ? "loop" : light;
    this.later(found.row);
    return true;
  }

  loop(id, looping) {
    const found = this.byId.get(id);
    if (!found) return;
    found.dot.loop = looping;
    found.dot.light = looping ? "loop" : "breathing";
    this.later(found.row);
  }

  later(row) {
    if (!this.soon.size) requestAnimationFrame(() => { this.soon.forEach(it => it.draw()); this.soon.clear(); });
    this.soon.add(row);
  }

  filter() {
    let shown = 0;
    this.rows.forEach(row => { shown += row.draw(); });
    return shown;
  }
}

const colours = new Map();

function colour(light) {
  if (!colours.has(light)) {
    const probe = document.createElement("span");
    probe.style.color = `var(${COLOURS[light] ?? "--cyan"})`;
    document.body.append(probe);
    colours.set(light, getComputedStyle(probe).color);
    probe.remove();
  }
  return colours.get(light);
}

class Row {
  constructor(sheet, matches) {
    this.sheet = sheet;
    this.matches = matches;
    this.dots = [];
    this.at = -1;
    this.still = sheet.appendChild(document.createElement("canvas"));
    this.alive = sheet.appendChild(document.createElement("canvas"));
    this.alive.className = "alive";
    sheet.addEventListener("pointermove", event => this.point(this.indexAt(event)));
    sheet.addEventListener("pointerleave", () => this.point(-1));
    sheet.addEventListener("blur", () => this.point(-1));
    sheet.addEventListener("click", event => this.open(this.indexAt(event)));
    sheet.addEventListener("keydown", event => this.key(event));
  }

  add({ id, light }) {
    const dot = { id, light, loop: light === "loop" };
    this.dots.push(dot);
    return dot;
  }

  draw() {
    const width = this.sheet.clientWidth, ratio = devicePixelRatio;
    this.columns = Math.max(1, Math.floor(width / CELL));
    const height = Math.ceil(this.dots.length / this.columns) * CELL;
    const [still, alive] = [this.still, this.alive].map(canvas => {
      canvas.width = width * ratio;
      canvas.height = height * ratio;
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
      const pen = canvas.getContext("2d");
      pen.scale(ratio, ratio);
      return pen;
    });
    let shown = 0;
    this.dots.forEach((dot, i) => {
      const seen = this.matches(dot.id, dot.light);
      if (seen) shown++;
      const pen = dot.light === "breathing" ? alive : still;
      pen.globalAlpha = seen ? 1 : 0.14;
      paint(pen, dot.light, (i % this.columns) * CELL + CELL / 2, Math.floor(i / this.columns) * CELL + CELL / 2);
    });
    return shown;
  }

  indexAt(event) {
    const box = this.sheet.getBoundingClientRect();
    const column = Math.floor((event.clientX - box.left) / CELL), line = Math.floor((event.clientY - box.top) / CELL);
    return column < this.columns ? line * this.columns + column : -1;
  }

  point(index) {
    this.at = index in this.dots ? index : -1;
    const dot = this.dots[this.at];
    const box = this.sheet.getBoundingClientRect();
    const detail = dot && {
      dataset: { device: dot.id, label: LABELS[dot.light] ?? dot.light },
      getBoundingClientRect: () => {
        const left = box.left + (this.at % this.columns) * CELL, top = box.top + Math.floor(this.at / this.columns) * CELL;
        return { left, top, bottom: top + CELL };
      },
    };
    this.sheet.dispatchEvent(new CustomEvent("cw:point", { detail, bubbles: true }));
    if (dot) this.sheet.setAttribute("aria-label", `${dot.id}, ${LABELS[dot.light] ?? dot.light}`);
  }

  key(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: this.columns, ArrowUp: -this.columns }[event.key];
    if (step) {
      event.preventDefault();
      this.point(Math.max(0, Math.min(this.dots.length - 1, this.at + step)));
    } else if (event.key === "Enter") this.open(this.at);
  }

  open(index) {
    if (index in this.dots) location.assign(`/devices/${encodeURIComponent(this.dots[index].id)}`);
  }
}

/** The same shapes as the lights that are elements. */
function paint(pen, light, x, y) {
  pen.fillStyle = pen.strokeStyle = colour(light);
  pen.lineWidth = 1.6;
  pen.setLineDash(light === "unknown" ? [2, 2] : []);
  pen.beginPath();
  if (light === "loop") {
    pen.fillRect(x - DOT + 0.5, y - DOT + 0.5, DOT * 2 - 1, DOT * 2 - 1);
  } else if (light === "offline" || light === "unknown") {
    pen.arc(x, y, DOT - 0.8, 0, 7);
    pen.stroke();
  } else if (light === "suspect") {
    pen.arc(x, y, DOT, Math.PI / 2, Math.PI * 1.5);
    pen.fill();
    pen.beginPath();
    pen.arc(x, y, DOT - 0.8, 0, 7);
    pen.stroke();
  } else if (light === "dead") {
    pen.arc(x, y, DOT - 0.8, 0, 7);
    pen.moveTo(x - DOT - 1, y + DOT + 1);
    pen.lineTo(x + DOT + 1, y - DOT - 1);
    pen.stroke();
  } else {
    pen.arc(x, y, DOT, 0, 7);
    pen.fill();
  }
}
