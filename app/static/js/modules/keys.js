// Single keys for those who use no mouse: as the list on the page says. They can be turned off, and rest while one types.

const OFF = "handrail-keys-off";
const FIELDS = "input:not([type=hidden]), select, textarea";

export default function keys(box) {
  const button = box.querySelector("button");
  const isOff = () => localStorage[OFF] === "yes";
  const show = () => {
    button.textContent = isOff() ? button.dataset.off : button.dataset.on;
    box.toggleAttribute("data-resting", isOff());
  };
  button.addEventListener("click", () => {
    localStorage[OFF] = isOff() ? "no" : "yes";
    show();
  });
  document.addEventListener("keydown", (event) => {
    if (isOff() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const at = event.target;
    if (at.matches("textarea, select, [contenteditable], input:not([type=radio]):not([type=checkbox])")) return;
    if (press(event.key)) event.preventDefault();
  });
  box.hidden = false;
  show();
}

function press(key) {
  if (key === "j" || key === "k") return step(key === "j" ? 1 : -1);
  if (!/^[a-z]$/.test(key)) return false;
  for (const group of document.querySelectorAll("[data-hotkeys]")) {
    const place = group.dataset.hotkeys.split(" ").indexOf(key);
    if (place >= 0) return go(group.querySelectorAll("a")[place]);
  }
  return go(document.querySelector(`[data-hotkey="${key}"]`));
}

function step(by) {
  const lines = [...document.querySelectorAll(".worklist .work")];
  if (!lines.length) return false;
  const at = lines.indexOf(document.activeElement);
  lines[at < 0 ? (by > 0 ? 0 : lines.length - 1) : Math.min(lines.length - 1, Math.max(0, at + by))].focus();
  return true;
}

function go(target) {
  if (!target) return false;
  const folded = target.querySelector("details");
  if (folded) folded.open = true;
  const field = (folded ?? target).querySelector(FIELDS);
  if (field) field.focus();
  else (target.matches("a, button") ? target : target.querySelector("a, button"))?.click();
  return true;
}
