// Two big keys beside a number. Typing still works, and nothing runs while a finger rests on a key.

export default function numberKeys(box) {
  const input = box.querySelector("input");
  const step = Number(box.dataset.step || 1);
  const low = Number(box.dataset.low ?? -Infinity);
  const high = Number(box.dataset.high ?? Infinity);
  const places = (String(step).split(".")[1] || "").length;
  const comma = () => input.value.includes(",");

  for (const key of box.querySelectorAll("[data-by]")) {
    key.hidden = false;
    key.addEventListener("click", () => {
      const typed = Number(input.value.replace(",", "."));
      const from = input.value.trim() === "" || Number.isNaN(typed) ? middle() : typed + step * key.dataset.by;
      const next = Math.min(high, Math.max(low, from)).toFixed(Math.max(places, decimals(typed)));
      input.value = comma() ? next.replace(".", ",") : next;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  const middle = () => (Number.isFinite(low) ? low : 0);
  const decimals = (n) => (Number.isFinite(n) ? (String(n).split(".")[1] || "").length : 0);
}
