// Before somebody signs out: what waits on this phone is counted, and they choose what becomes of it.

import { drop, flush, waiting } from "../lib/outbox.js";
import { forgetKey } from "../lib/vault.js";

export default async function signOut(box) {
  const { account } = document.querySelector("[data-module=waits]").dataset;
  const form = document.querySelector("form[data-leave]");
  const part = (name) => box.querySelector(`[data-part=${name}]`);
  const mine = async () => (await waiting()).filter((row) => row.account === account);
  const count = async () => {
    const rows = await mine();
    for (const one of document.querySelectorAll("[data-count]")) one.textContent = rows.length;
    box.hidden = !rows.length;
    form.hidden = rows.length > 0;
    document.querySelector("[data-also]").hidden = !rows.length;
    return rows;
  };

  part("send").addEventListener("click", async () => {
    await flush();
    if (!(await count()).length) return form.submit();
    part("not").hidden = false;
  });
  part("keep").addEventListener("click", () => form.submit());
  part("drop").addEventListener("click", async () => {
    for (const { id } of await mine()) await drop(id);
    await forgetKey(`waiting ${account}`);
    form.submit();
  });
  await count();
}
