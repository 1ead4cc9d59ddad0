// Before somebody signs out: what waits on this phone is counted, and they choose what becomes of it.

import { drop, flush, forgetKey, isUnsent, waiting } from "../lib/vault.js";
import { last } from "./waits.js";

export default async function signOut(box) {
  const gone = document.querySelector("[data-gone]"); // on the page that is kept for want of a network
  if (gone && document.cookie.includes("handrail-leave")) {
    gone.hidden = false;
    gone.nextElementSibling.hidden = true;
    return addEventListener("online", () => location.assign("/signed-out"));
  }
  const { account = await last() } = document.querySelector("[data-module=waits]").dataset;
  const form = document.querySelector("form[data-leave]");
  const part = (name) => box.querySelector(`[data-part=${name}]`);
  const mine = async () => (await waiting()).filter((row) => row.account === account);
  const count = async () => {
    const rows = (await mine()).filter(isUnsent);
    for (const one of document.querySelectorAll("[data-count]")) one.textContent = rows.length;
    box.hidden = !rows.length;
    form.hidden = rows.length > 0;
    document.querySelector("[data-also]").hidden = !rows.length;
    return rows;
  };

  part("send").onclick = async () => {
    await flush();
    if (!(await count()).length) return form.requestSubmit();
    part("not").hidden = false;
  };
  part("keep").onclick = () => form.requestSubmit();
  part("drop").onclick = async () => {
    for (const { id } of await count()) await drop(id);
    if (!(await mine()).length) await forgetKey(`waiting ${account}`); // else it opens what is sent and to be read
    form.requestSubmit();
  };
  await count();
}
