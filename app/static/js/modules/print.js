// Printing needs a script, so the button shows only when there is one.

export default function print(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
