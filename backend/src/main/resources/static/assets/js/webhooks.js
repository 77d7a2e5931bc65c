// The endpoints, how their deliveries fare, and a form for another one.
import { api } from "./api.js";
import { duration } from "./words.js";

const list = document.getElementById("endpoints");

export async function start() {
  const form = document.querySelector("[data-webhook]");
  form?.addEventListener("submit", event => { event.preventDefault(); add(form); });
  list.addEventListener("click", event => {
    const button = event.target.closest("[data-test]");
    if (button) test(button);
  });
  await draw();
}

async function draw() {
  try {
    const { items } = await api("/api/v1/webhooks?limit=100");
    const rows = await Promise.all(items.map(row));
    list.replaceChildren(...(rows.length ? rows : [empty("Nobody is told yet. Add an endpoint: it gets a signed POST for each incident that opens, changes and ends.")]));
    const bad = items.filter(item => item.state !== "enabled" || item.consecutive_failures > 0).length;
    document.getElementById("webhooks-say").textContent = !items.length ? "Nobody is told yet."
      : bad ? `${bad} of ${items.length} cannot be reached or is switched off.`
      : items.length === 1 ? "One endpoint is told, and it answers." : `${items.length} endpoints are told, and all answer.`;
  } catch (refused) {
    list.replaceChildren(empty(refused.message));
  }
}

async function row(hook) {
  const li = make("li"), fault = make("div", "fault"), mark = make("span", "mark"), what = make("div", "what");
  const failing = hook.consecutive_failures > 0;
  mark.setAttribute("aria-hidden", "true");
  if (hook.state !== "enabled" || failing) mark.dataset.severity = hook.state === "enabled" ? "warning" : "critical";
  else mark.dataset.good = "";
  what.append(make("code", "kind", hook.url), make("span", "tag", hook.format));
  if (hook.state !== "enabled") what.append(make("span", "tag bad", `off: ${hook.disabled_reason ?? "disabled"}`));
  const told = hook.events?.length ? hook.events.join(", ") : "everything";
  const health = make("p", "", failing
    ? `Failing: ${hook.consecutive_failures} in a row since ${duration(Date.now() - Date.parse(hook.first_failure_at))}. Told: ${told}.`
    : `Told: ${told}.`);
  const last = make("p", "small quiet", await lastDelivery(hook.id));
  fault.append(mark, what);
  if (list.dataset.administers === "true") {
    const test = make("button", "button", "Send a test");
    test.type = "button";
    test.dataset.test = hook.id;
    fault.append(test);
  } else fault.append(make("span"));
  fault.append(health, last);
  li.append(fault);
  return li;
}

async function lastDelivery(id) {
  try {
    const { items } = await api(`/api/v1/webhooks/${id}/deliveries?limit=20`);
    if (!items.length) return "Nothing was sent yet.";
    const pending = items.filter(item => item.state === "pending").length;
    const [newest] = items, attempt = newest.attempts?.at(-1);
    const how = attempt ? (attempt.status ? `answered ${attempt.status}` : attempt.error || "on its way") : "waits";
    return `Last: ${newest.event}, ${duration(Date.now() - Date.parse(newest.created_at))} ago, ${how}${attempt?.latency_ms ? ` in ${attempt.latency_ms} ms` : ""}.`
      + (pending ? ` ${pending} of the newest ${items.length} still wait.` : "");
  } catch {
    return "Its deliveries cannot be read.";
  }
}

async function add(form) {
  const problem = form.querySelector(".problem"), secret = form.querySelector("[data-secret]");
  problem.hidden = secret.hidden = true;
  try {
    const made = await api("/api/v1/webhooks", { method: "POST", body: Object.fromEntries(new FormData(form)) });
    secret.querySelector("pre").textContent = made.secret;
    secret.hidden = false;
    form.querySelector("input").value = "";
    await draw();
  } catch (refused) {
    problem.textContent = refused.message;
    problem.hidden = false;
  }
}

async function test(button) {
  button.disabled = true;
  button.textContent = "Sent";
  try {
    await api(`/api/v1/webhooks/${button.dataset.test}/test`, { method: "POST" });
    setTimeout(draw, 1500);
  } catch (refused) {
    button.textContent = refused.message;
  }
}

function make(tag, className = "", text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

function empty(words) {
  return make("li", "none", words);
}
