// Somebody who travels can let their times follow this device; the box shows only when its clock is another one.

export default function zone(box) {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!here || here === box.dataset.zone) return;
  const tick = box.querySelector("input");
  tick.value = here;
  tick.closest("label").querySelector("span").append(` (${here.replaceAll("_", " ")})`);
  box.hidden = false;
}
