// Runs before the first paint, so that nobody sees the other theme flash. Not a module for that reason.
(() => {
  const KEY = "cyanwatch.theme";
  const root = document.documentElement;
  const saved = localStorage.getItem(KEY);
  if (saved === "light" || saved === "dark") {
    root.dataset.theme = saved;
  }
  const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const told = () => document.dispatchEvent(new CustomEvent("cw:theme"));

  addEventListener("click", event => {
    if (event.target.closest("[data-theme-switch]")) {
      root.dataset.theme = dark() ? "light" : "dark";
      localStorage.setItem(KEY, root.dataset.theme);
      told();
    }
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", told);
})();
