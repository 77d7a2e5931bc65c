// How times, durations and quantities are written. The server writes the same way.

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const exact = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
const day = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short" });

export const hhmm = ms => clock.format(ms);
export const hhmmss = ms => exact.format(ms);
export const date = ms => day.format(ms);

export function duration(ms) {
  const s = Math.max(0, Math.floor(ms / 1000));
  if (s < 90) return `${s} s`;
  if (s < 5400) return `${Math.round(s / 60)} min`;
  if (s < 36 * 3600) return two(Math.floor(s / 3600), "h", Math.floor((s % 3600) / 60), "min");
  return two(Math.floor(s / 86400), "d", Math.floor((s % 86400) / 3600), "h");
}

function two(big, bigUnit, small, smallUnit) {
  return big < 10 && small > 0 ? `${big} ${bigUnit} ${small} ${smallUnit}` : `${big} ${bigUnit}`;
}

/** @param step that it must be told from its neighbours by, on an axis */
export function bytes(n, step = Infinity) {
  if (n === 0) return "0";
  if (n >= 1048576 && step < 1048576) return step < 10240 ? `${Math.round(n / 1024)} KiB` : `${(n / 1048576).toFixed(step < 104858 ? 2 : 1)} MiB`;
  if (n >= 10 * 1048576) return `${Math.round(n / 1048576)} MiB`;
  if (n >= 1048576) return `${(n / 1048576).toFixed(1)} MiB`;
  return n >= 10240 ? `${Math.round(n / 1024)} KiB` : `${(n / 1024).toFixed(1)} KiB`;
}

export const signed = n => (n < 0 ? `−${-n}` : `${n}`);

/** Rewrites server times in the reader's zone, and relative ones as they age. */
export function tellTimes(root = document) {
  for (const time of root.querySelectorAll("time[data-clock]")) {
    const at = Date.parse(time.dateTime);
    const today = new Date(at).toDateString() === new Date().toDateString();
    time.textContent = today ? hhmm(at) : `${date(at)}, ${hhmm(at)}`;
    time.title = new Date(at).toLocaleString();
  }
  for (const time of root.querySelectorAll("time[data-ago]")) {
    const at = Date.parse(time.dateTime);
    const said = `${duration(Date.now() - at)} ago`;
    if (time.textContent !== said) time.textContent = said;
    time.title = new Date(at).toLocaleString();
  }
}
