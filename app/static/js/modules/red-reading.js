// Very high numbers: the help that is already on the page shows while typing, before anything is sent.
// The limits are those of care/progress/flags.py (180 over 120); the server checks again.

export default function redReading(form) {
  const help = form.querySelector("[data-red]");
  const value = (name) => Number(form.elements[name]?.value.trim().replace(",", ".") || 0);
  const look = () => {
    const upper = value("systolic");
    const lower = value("diastolic");
    const red = (upper >= 180 && upper <= 300) || (lower >= 120 && lower <= 200); // beyond that it is a slip of the finger
    if (help.hidden === red) help.hidden = !red;
  };
  form.addEventListener("input", look);
  look();
}
