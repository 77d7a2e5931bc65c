// Asks before it restarts a listener, then shows the command's life as it happens.
import { api } from "./api.js";
import { on } from "./keys.js";
import { announce } from "./live.js";
import { hhmmss } from "./words.js";

const COURSE = ["queued", "sent", "accepted", "verifying", "succeeded"];
const SAYS = {
  queued: "written down", sent: "on its way to the device", accepted: "the device takes it",
  verifying: "looking whether it worked", succeeded: "the server is back",
  failed: "it did not work", rejected: "the device refused", timed_out: "no answer in time",
  expired: "its time was over", canceled: "called off",
};

export function start() {
  const dialog = document.getElementById("restart");
  const ask = dialog.querySelector("[data-ask]"), life = dialog.querySelector("[data-life]");
  const list = life.querySelector(".life"), problem = life.querySelector(".problem");
  let watched = null, timer = 0;

  const open = () => {
    clearTimeout(timer);
    ask.hidden = false;
    life.hidden = true;
    watched = null;
    dialog.showModal();
  };
  on("r", open);
  document.querySelector("[data-restart]")?.addEventListener("click", open);
  dialog.querySelector("[data-do]").addEventListener("click", go);
  dialog.addEventListener("close", () => clearTimeout(timer));
  document.addEventListener("cw:command", ({ detail }) => { if (detail.id === watched) look(); });

  async function go() {
    ask.hidden = true;
    life.hidden = false;
    problem.hidden = true;
    draw({ state: "queued", history: [] });
    try {
      const path = `/api/v1/devices/${encodeURIComponent(dialog.dataset.device)}/commands`;
      const made = await api(path, { method: "POST", body: { op: "restart_listener" }, key: crypto.randomUUID?.() });
      watched = made.id;
      show(made);
      look();
    } catch (refused) {
      list.replaceChildren();
      problem.textContent = refused.message;
      problem.hidden = false;
    }
  }

  async function look() {
    clearTimeout(timer);
    if (!watched) return;
    try {
      show(await api(`/api/v1/commands/${watched}`));
    } catch { /* the stream or the next look will tell */ }
  }

  function show(command) {
    draw(command);
    clearTimeout(timer);
    if (command.finished_at) {
      announce(`Restart ${command.state}`);
      document.dispatchEvent(new CustomEvent("cw:changed"));
    } else {
      timer = setTimeout(look, 1000);
    }
  }

  function draw(command) {
    const seen = new Map((command.history ?? []).map(step => [step.state, step]));
    if (!seen.has(command.state)) seen.set(command.state, { state: command.state, at: null, detail: "" });
    const course = COURSE.includes(command.state) && !command.finished_at || command.state === "succeeded"
      ? COURSE : [...seen.keys()];
    list.replaceChildren(...course.map(state => line(state, seen.get(state), command)));
  }

  function line(state, step, command) {
    const li = document.createElement("li");
    if (step) li.dataset.done = "";
    if (state === command.state && !command.finished_at) li.dataset.now = "";
    if (step && !COURSE.includes(state)) li.dataset.tone = "bad";
    const word = document.createElement("span"), says = document.createElement("span"), time = document.createElement("time");
    word.textContent = state.replace("_", " ");
    says.textContent = step?.detail || SAYS[state];
    if (state === "succeeded" && command.verified) {
      says.textContent = command.verified === "probe" ? "a probe from outside got through" : "by the device's own word; nobody probed it";
    }
    if (command.generation_after && state === command.state && state === "succeeded") {
      says.textContent += ` (start ${command.generation_before ?? "?"} → ${command.generation_after})`;
    }
    if (step?.at) {
      time.dateTime = step.at;
      time.textContent = hhmmss(Date.parse(step.at));
    }
    li.append(word, says, time);
    return li;
  }
}
