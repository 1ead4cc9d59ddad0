// Very high numbers: the help that is already on the page shows while typing, before anything is sent.
// The limits are those of care/progress/flags.py (180 over 120); the server checks again.

export default function redReading(form) {
  const help = form.querySelector("[data-red]");
  const value = (name) => Number(form.elements[name]?.value.trim().replace(",", ".") || 0);
  const look = () => {
    const red = value("systolic") >= 180 || value("diastolic") >= 120;
    if (help.hidden === red) help.hidden = !red;
  };
  form.addEventListener("input", look);
  look();
}
