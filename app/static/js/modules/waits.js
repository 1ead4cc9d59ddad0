// On every page: how much waits on this phone, another try to send it, and who was here last.

import { forgetCopies } from "../lib/copy.js";
import { drop, empty, flush, forgetKey, get, hold, isUnsent, onNews, put, waiting } from "../lib/vault.js";

const LAST = "here"; // in the vault, since other stores may lose their last words when a browser is killed
const AGAIN = 30000; // ms between tries while the page is open

export const last = async () => (await get("key", LAST))?.account ?? "";

export default async function waits(box) {
  const { account } = box.dataset; // none: a kept page, which knows nobody; empty: nobody is signed in
  let mine = 0;
  if (account !== undefined) await settle().catch(() => {}); // a full phone has no room for that either

  async function settle() {
    const asked = sessionStorage.getItem("handrail-asked");
    sessionStorage.removeItem("handrail-asked");
    for (const row of await waiting()) {
      const { id, entry } = row;
      if (id === asked && id === box.dataset.held) await drop(id); // the server's own page holds it now
      else if (id === asked && entry) await hold({ ...row, entry: { ...entry, state: "" } }); // that page never came
      else if (entry?.address === location.pathname + location.search) await drop(id);
    }
    if ((await last()) === account) return;
    if (account) await put("key", { id: LAST, account });
    else await forgetKey(LAST);
  }

  async function show() {
    const rows = await waiting();
    const one = account ?? (await last());
    const unsent = rows.filter(isUnsent);
    mine = unsent.filter((row) => row.account === one).length;
    const look = rows.find((row) => row.account === one && !isUnsent(row));
    box.querySelector("b").textContent = mine || unsent.length;
    box.querySelector("p").hidden = !unsent.length;
    box.hidden = !(unsent.length || look) || location.pathname === "/waiting";
    box.querySelector("[data-look]").hidden = !look;
    if (look) box.querySelector("[data-look]").href = look.entry.address;
    return unsent.length;
  }

  const again = async () => {
    if (document.visibilityState === "visible" && (await show())) await flush(true).then(show);
  };
  onNews(show);
  for (const name of ["online", "pageshow"]) addEventListener(name, again);
  document.addEventListener("visibilitychange", again);
  setInterval(again, AGAIN);
  for (const form of document.querySelectorAll("form[action='/sign-out']")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (mine && !/^.sign-out/.test(location.pathname)) return location.assign("/sign-out"); // count them first
      leave(form.elements).catch(() => {}).then(() => form.submit());
    });
  }
  again();
}

// Before anything is sent, so that it holds without a network, too. No script can reach the session's own cookie: this
// one asks the server to end the session before it answers anything else.
async function leave({ phone }) {
  document.cookie = `handrail-leave=${phone?.value};path=/;samesite=lax;max-age=31536000`;
  for (const mark of ["push", "badge"]) localStorage.removeItem(`handrail-${mark}`);
  navigator.clearAppBadge?.();
  await forgetKey(LAST);
  await forgetCopies();
  if (!phone) return;
  for (const store of ["waiting", "key"]) await empty(store);
  localStorage.clear();
  sessionStorage.clear();
}
