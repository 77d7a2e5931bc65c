// Curves under the lanes, on the same time axis: mean as a line, least to most as a band.
import { bytes, signed } from "./words.js";

const HEIGHT = 104, GAP = 2;
const CURVES = [
  { key: "rssi", name: "Signal", colour: "--accent", write: v => signed(Math.round(v)), unit: "dBm", pad: 4 },
  { key: "heap_free", name: "Memory", colour: "--magenta", write: bytes, unit: "", pad: 2048 },
  { key: "clients", name: "Clients", colour: "--green", write: v => String(Math.round(v)), unit: "", pad: 1, floor: 0 },
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
      const points = data.gauges[curve.key] ?? [];
      if (!points.length) {
        this.remove(curve.key);
        continue;
      }
      const chart = this.chart(curve, width, left);
      chart.root.style.top = `${y}px`;
      chart.values = columns(points, Math.max(interval * 3, ((to - from) / 300) * 3));
      chart.range = { from, to };
      chart.plot.setData(chart.values, false);
      chart.plot.batch(() => {
        chart.plot.setScale("x", { min: from / 1000, max: to / 1000 });
        chart.plot.setScale("y", bounds(points, curve));
      });
      y += HEIGHT + GAP;
    }
    return Math.max(y, top + GAP);
  }

  chart(curve, width, left) {
    let chart = this.charts.get(curve.key);
    if (chart && chart.width === width) return chart;
    this.remove(curve.key);
    const root = Object.assign(document.createElement("div"), { className: "curve" });
    const name = Object.assign(document.createElement("span"), { className: "curve-name", textContent: curve.name });
    root.append(name);
    this.stage.append(root);
    chart = { root, width, curve, plot: new window.uPlot(options(curve, width, left), [[], [], [], []], root) };
    chart.dot = Object.assign(document.createElement("div"), { className: "point", hidden: true });
    chart.dot.style.background = ink(curve.colour);
    root.append(chart.dot);
    this.charts.set(curve.key, chart);
    return chart;
  }

  /** Marks the values at a moment; answers them by key. */
  point(at, otherwise) {
    const said = {};
    for (const { curve, plot, values, dot } of this.charts.values()) {
      const i = nearest(values[0], (at ?? otherwise) / 1000);
      const value = values[3][i];
      const close = value != null && Math.abs(values[0][i] * 1000 - (at ?? otherwise)) < (plot.scales.x.max - plot.scales.x.min) * 40 + 90_000;
      dot.hidden = at === null || !close;
      if (!close) continue;
      said[curve.key] = value;
      dot.style.left = `${plot.valToPos(values[0][i], "x") + plot.over.offsetLeft}px`;
      dot.style.top = `${plot.valToPos(value, "y") + plot.over.offsetTop}px`;
    }
    return said;
  }

  /** Canvases keep their colours: after a change of theme they are made anew. */
  forget() {
    for (const key of [...this.charts.keys()]) this.remove(key);
  }

  remove(key) {
    const chart = this.charts.get(key);
    if (!chart) return;
    chart.plot.destroy();
    chart.root.remove();
    this.charts.delete(key);
  }
}

function options(curve, width, left) {
  const line = ink(curve.colour);
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
        values: (u, splits) => splits.map((v, i) => curve.write(v) + (i === splits.length - 1 && curve.unit ? ` ${curve.unit}` : "")),
      },
    ],
    series: [
      {},
      { stroke: "transparent", points: { show: false } },
      { stroke: "transparent", points: { show: false } },
      { stroke: line, width: 1.6, points: { show: false } },
    ],
    bands: [{ series: [1, 2], fill: ink(curve.colour, 0.16) }],
  };
}

/** Two lines to read a height by. */
function ticks(curve, min, max) {
  const span = max - min;
  const round = curve.key === "heap_free" ? 1024 : 1;
  const step = Math.max(round, niceStep(span / 2.2 / round) * round);
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

/** Rows become columns; where nothing was said for long, the line breaks. */
function columns(points, patience) {
  const out = [[], [], [], []];
  let last = null;
  for (const [t, min, avg, max] of points) {
    if (last !== null && t - last > patience) push(out, (last + t) / 2, null, null, null);
    push(out, t, max, min, avg);
    last = t;
  }
  return out;
}

function push(out, t, max, min, avg) {
  out[0].push(t / 1000);
  out[1].push(max);
  out[2].push(min);
  out[3].push(avg);
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
