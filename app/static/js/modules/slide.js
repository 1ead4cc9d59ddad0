// A line to slide on, beside a number field that works without it. Both always show the same number.

export default function slide(line) {
  const field = document.getElementById(line.dataset.for);
  line.hidden = false;
  line.addEventListener("input", () => {
    field.value = line.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  field.addEventListener("input", () => {
    const typed = Number(field.value.replace(",", "."));
    if (field.value.trim() && !Number.isNaN(typed) && document.activeElement !== line) line.value = typed;
  });
}
