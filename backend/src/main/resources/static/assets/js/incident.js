// Acknowledge and resolve, against the version that was read.
import { api } from "./api.js";
import { on } from "./keys.js";

export function start() {
  const page = document.getElementById("incident");

  document.addEventListener("click", event => {
    const button = event.target.closest("[data-act]");
    if (button) act(button);
  });
  on("a", () => {
    const button = document.querySelector('[data-act="ack"]');
    if (button) act(button);
  });
  const fresh = event => {
    if (!event.detail || event.detail.incident.id === page.dataset.incident) window.htmx.trigger(page, "cw:refresh");
  };
  document.addEventListener("cw:incident", fresh);
  document.addEventListener("cw:resync", fresh);

  async function act(button) {
    const { incident, version } = button.parentElement.dataset;
    button.disabled = true;
    try {
      await api(`/api/v1/incidents/${incident}/${button.dataset.act}`, { method: "POST", body: { version: Number(version) } });
      window.htmx.trigger(page, "cw:refresh");
    } catch (refused) {
      button.disabled = false;
      const problem = document.querySelector("#about .problem");
      problem.textContent = refused.status === 409
        ? "Somebody or something changed it meanwhile. Here is how it stands; try again if you still want to."
        : refused.message;
      problem.hidden = false;
      if (refused.status === 409) setTimeout(() => window.htmx.trigger(page, "cw:refresh"), 2500);
    }
  }
}
