// Very high numbers: the help that is already on the page shows while typing, before anything is sent.
// The limits are those that hold for this person (data-upper, data-lower); the server checks again.

export default function redReading(form) {
  const help = form.querySelector("[data-red]");
  const [high, low] = [Number(form.dataset.upper), Number(form.dataset.lower)];
  const value = (name) => Number(form.elements[name]?.value.trim().replace(",", ".") || 0);
  const look = () => {
    const upper = value("systolic");
    const lower = value("diastolic");
    const red = (upper >= high && upper <= 300) || (lower >= low && lower <= 200); // beyond that it is a slip of the finger
    if (help.hidden === red) help.hidden = !red;
  };
  form.addEventListener("input", look);
  look();
}
