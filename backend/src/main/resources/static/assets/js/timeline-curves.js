// Curves under the lanes, on the same time axis: mean as a line, least to most as a band.
import { bytes, signed } from "./words.js";

const HEIGHT = 104, GAP = 2, DASH = [5, 3];
const CURVES = [
  { name: "Signal", colour: "--accent", lines: [{ key: "rssi" }], write: v => signed(Math.round(v)), unit: "dBm", pad: 4 },
  { name: "Memory", colour: "--magenta", lines: [{ key: "heap_free", said: "free" }, { key: "heap_block", said: "largest block", dash: DASH }], write: bytes, unit: "", pad: 2048, floor: 0, binary: true },
  { name: "Clients", colour: "--green", lines: [{ key: "clients" }], write: v => String(Math.round(v)), unit: "", pad: 1, floor: 0 },
];

export class Curves {
  constructor(stage) {
    this.stage = stage;
    this.charts = new Map();
  }

  /** Answers how far down it drew. */
  draw(data, { from, to, width }, top, interval) {
    const left = width < 560 ? 56 : 84;
    let y = top;
    for (const curve of CURVES) {
      const lines = curve.lines.filter(it => data.gauges[it.key]?.length);
      if (!lines.length) {
        this.remove(curve.name);
        continue;
      }
      const points = lines.map(it => data.gauges[it.key]);
      const chart = this.chart(curve, lines, width, left);
      chart.root.style.top = `${y}px`;
      chart.values = columns(points, Math.max(interval * 3, ((to - from) / 300) * 3));
      chart.plot.setData(chart.values, false);
      chart.plot.batch(() => {
        chart.plot.setScale("x", { min: from / 1000, max: to / 1000 });
        chart.plot.setScale("y", bounds(points.flat(), curve));
      });
      y += HEIGHT + GAP;
    }
    return Math.max(y, top + GAP);
  }

  chart(curve, lines, width, left) {
    let chart = this.charts.get(curve.name);
    const drawn = lines.map(it => it.key).join();
    if (chart && chart.width === width && chart.drawn === drawn) return chart;
    this.remove(curve.name);
    const root = element("div", "curve");
    root.append(element("span", "curve-name", curve.name));
    if (lines.length > 1) root.append(legend(curve, lines));
    this.stage.append(root);
    const none = Array.from({ length: 1 + 3 * lines.length }, () => []);
    chart = { root, width, drawn, lines, plot: new window.uPlot(options(curve, lines, width, left), none, root) };
    chart.dots = lines.map(() => {
      const dot = element("div", "point");
      dot.hidden = true;
      dot.style.background = ink(curve.colour);
      root.append(dot);
      return dot;
    });
    this.charts.set(curve.name, chart);
    return chart;
  }

  /** Marks the values at a moment; answers them by key. */
  point(at, otherwise) {
    const said = {}, t = at ?? otherwise;
    for (const { lines, plot, values, dots } of this.charts.values()) {
      const i = nearest(values[0], t / 1000);
      const near = Math.abs(values[0][i] * 1000 - t) < (plot.scales.x.max - plot.scales.x.min) * 40 + 90_000;
      lines.forEach(({ key }, n) => {
        const value = values[3 * n + 3][i], dot = dots[n];
        dot.hidden = at === null || value == null || !near;
        if (value == null || !near) return;
        said[key] = value;
        dot.style.left = `${plot.valToPos(values[0][i], "x") + plot.over.offsetLeft}px`;
        dot.style.top = `${plot.valToPos(value, "y") + plot.over.offsetTop}px`;
      });
    }
    return said;
  }

  /** Canvases keep their colours: after a change of theme they are made anew. */
  forget() {
    for (const name of [...this.charts.keys()]) this.remove(name);
  }

  remove(name) {
    const chart = this.charts.get(name);
    if (!chart) return;
    chart.plot.destroy();
    chart.root.remove();
    this.charts.delete(name);
  }
}

function options(curve, lines, width, left) {
  const line = ink(curve.colour), unseen = { stroke: "transparent", points: { show: false } };
  const font = `11px ${getComputedStyle(document.body).fontFamily}`;
  return {
    width, height: HEIGHT, padding: [26, 16, 6, 0],
    cursor: { show: false }, legend: { show: false }, select: { show: false },
    scales: { x: { time: false, auto: false }, y: { auto: false } },
    axes: [
      { show: false },
      {
        size: left, gap: 8, font, stroke: ink("--ink-3"), ticks: { show: false },
        grid: { stroke: ink("--line"), width: 1 },
        splits: (u, _, min, max) => ticks(curve, min, max),
        values: (u, splits) => splits.map((v, i) => curve.write(v, splits[1] - splits[0]) + (i === splits.length - 1 && curve.unit ? ` ${curve.unit}` : "")),
      },
    ],
    series: [{}, ...lines.flatMap(({ dash }) => [unseen, unseen, { stroke: line, width: 1.6, dash, points: { show: false } }])],
    bands: lines.map((_, n) => ({ series: [3 * n + 1, 3 * n + 2], fill: ink(curve.colour, 0.16) })),
  };
}

/** Which line is which, by how it is drawn and not by colour alone. */
function legend(curve, lines) {
  const root = element("span", "curve-legend");
  for (const { said, dash } of lines) {
    const sample = element("i", dash ? "dashed" : "");
    sample.style.color = `var(${curve.colour})`;
    root.append(sample, said);
  }
  return root;
}

/** Two lines to read a height by. */
function ticks(curve, min, max) {
  const round = !curve.binary ? 1 : max - min > 3 * 1048576 ? 1048576 : 1024;
  const step = Math.max(round, niceStep((max - min) / 2.2 / round) * round);
  const found = [];
  for (let v = Math.ceil(min / step) * step; v <= max; v += step) found.push(v);
  return found.length > 3 ? found.filter((_, i) => i % 2 === 0) : found;
}

function niceStep(rough) {
  const power = 10 ** Math.floor(Math.log10(Math.max(rough, 1e-9)));
  return [1, 2, 5, 10].find(it => it * power >= rough) * power;
}

function bounds(points, { pad, floor }) {
  let min = Infinity, max = -Infinity;
  for (const [, low, , high] of points) {
    if (low < min) min = low;
    if (high > max) max = high;
  }
  const room = Math.max(pad, (max - min) * 0.12);
  return { min: Math.max(floor ?? -Infinity, min - room), max: max + room };
}

/** Rows become columns, three to a line; where nothing was said for long, the lines break. */
function columns(lines, patience) {
  const rows = new Map();
  lines.forEach((points, n) => {
    for (const [t, min, avg, max] of points) {
      if (!rows.has(t)) rows.set(t, Array(3 * lines.length).fill(undefined));
      rows.get(t).splice(3 * n, 3, max, min, avg);
    }
  });
  const out = Array.from({ length: 1 + 3 * lines.length }, () => []);
  const push = (t, row) => [t / 1000, ...row].forEach((value, i) => out[i].push(value));
  let last = null;
  for (const [t, row] of [...rows].sort(([a], [b]) => a - b)) {
    if (last !== null && t - last > patience) push((last + t) / 2, row.map(() => null));
    push(t, row);
    last = t;
  }
  return out;
}

function nearest(times, t) {
  let low = 0, high = times.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (times[middle] < t) low = middle; else high = middle;
  }
  return Math.abs((times[high] ?? Infinity) - t) < Math.abs((times[low] ?? Infinity) - t) ? high : low;
}

/** A token as a colour that a canvas understands. */
function ink(token, alpha = 1) {
  const probe = document.createElement("span");
  probe.style.color = alpha === 1 ? `var(${token})` : `color-mix(in oklch, var(${token}) ${alpha * 100}%, transparent)`;
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}

function element(name, className, textContent = "") {
  return Object.assign(document.createElement(name), { className, textContent });
}
