// Registers a device and shows its password, this once.
import { api } from "./api.js";

export function start() {
  const dialog = document.getElementById("register");
  const form = dialog.querySelector("[data-register]");
  const problem = form.querySelector(".problem");
  const done = dialog.querySelector("[data-registered]");

  form.addEventListener("submit", async event => {
    event.preventDefault();
    problem.hidden = true;
    const wish = Object.fromEntries([...new FormData(form)].map(([k, v]) => [k, v.trim()]).filter(([, v]) => v));
    try {
      const made = await api("/api/v1/devices", { method: "POST", body: wish });
      show(made);
    } catch (refused) {
      problem.textContent = refused.message;
      problem.hidden = false;
    }
  });

  dialog.addEventListener("close", () => {
    if (!done.hidden) location.reload();
  });

  function show({ id, mqtt }) {
    done.querySelector("[data-credentials]").textContent = `${mqtt.username}\n${mqtt.password}`;
    const boot = `00000001-${Math.floor(Math.random() * 2 ** 32).toString(16).padStart(8, "0")}`;
    const birth = { v: 1, boot, seq: 0, conn: 1, up: 1200, interval: 30, device: { fw: "1.0.0" }, reset: { class: "power_on" } };
    done.querySelector("[data-birth]").textContent =
      `mosquitto_pub -h ${location.hostname} -u '${mqtt.username}' -P '${mqtt.password}' -q 1 -t cw/1/${id}/up/birth -m '${JSON.stringify(birth)}'`;
    form.hidden = true;
    done.hidden = false;
    done.querySelector("[data-copy]").focus();
  }
}
