// The switch on the page about the copy: says what is true on this device.

import { forgetCopies, held, keep } from "../lib/copy.js";

export default function copySwitch(box) {
  const { id } = box.dataset;
  const show = (state) => {
    for (const part of box.querySelectorAll("[data-when]")) part.hidden = part.dataset.when !== state;
  };
  const look = () =>
    held().then((row) => {
      box.querySelector("[data-words]").textContent = row?.words;
      show(row?.id === id ? "on" : "off");
    });
  box.addEventListener("click", ({ target }) => {
    const { name } = target.closest("button") ?? {};
    if (name) forgetCopies().then(() => name === "keep" && keep(id.slice(17))).then(look).catch(() => show("failed"));
  });
  look().catch(() => show("failed"));
}
