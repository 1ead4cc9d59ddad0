// The switch on the page about the copy: says what is true on this device.

import { forgetCopies, held, keep } from "../lib/copy.js";

export default function copySwitch(box) {
  const { id } = box.dataset;
  const show = (state) => box.querySelectorAll("[data-when]").forEach((part) => (part.hidden = part.dataset.when !== state));
  const look = async () => {
    const row = await held();
    box.querySelector("[data-words]").textContent = row?.words;
    show(row?.id === id ? "on" : "off");
  };
  const does = { keep: () => forgetCopies().then(() => keep(id.split(" ")[1])), forget: forgetCopies, look() {} };
  const act = (name) => Promise.resolve(does[name]()).then(look).catch(() => show("failed"));
  box.addEventListener("click", (event) => does[event.target.closest("button")?.name] && act(event.target.closest("button").name));
  act("look");
}
