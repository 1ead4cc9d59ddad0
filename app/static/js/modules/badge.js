// The number on the app's icon, where the person wants one: what is left for today, never what was not done.

const MARK = "handrail-badge"; // for whom; without it there is no number

export default function badge(tick) {
  const here = document.querySelector("meta[name=handrail-here]")?.content ?? "";
  const set = (count, whose) => {
    localStorage.setItem(MARK, whose);
    navigator.setAppBadge?.(count);
  };
  const whose = localStorage.getItem(MARK) ?? "";
  const today = document.querySelector("[data-left]");
  if (location.pathname === "/signed-out" || !whose.startsWith(here)) set(0, "");
  else if (today && whose) set(+today.dataset.left, whose);
  if (!tick || !navigator.setAppBadge) return;
  tick.closest("section").hidden = false;
  tick = tick.querySelector("input");
  tick.checked = whose === here;
  tick.addEventListener("change", () => set(0, tick.checked ? here : ""));
}
