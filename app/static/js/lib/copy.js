// The copy of a plan on this device: one at a time, sealed, for 14 days of this device's clock.

import { all, empty, forgetKey, put, seal, unseal } from "./vault.js";

const MARK = "handrail-copy"; // says without waiting that there may be one
const DAY = 864e5;

export const open = (row) => unseal(row.id, row.sealed);

export async function forgetCopies() {
  localStorage.removeItem(MARK);
  for (const row of await all("copy")) await forgetKey(row.id);
  await empty("copy");
}

// The copy that is here, if its days are not over. The latest time seen is kept: where the clock stands before it, each
// look costs a day, so a clock set back does not make a copy live for ever.
export async function held() {
  const [row] = await all("copy");
  if (!row) return localStorage.removeItem(MARK);
  const passed = Date.now() - row.seen;
  row.left -= passed < -36e5 ? DAY : Math.max(0, passed);
  row.seen += Math.max(0, passed);
  if (row.left <= 0) return forgetCopies();
  localStorage[MARK] = 1;
  await put("copy", row);
  return row;
}

// A new copy of this person's plan, instead of what is here. Whatever ends copies meanwhile wins.
export async function keep(patient) {
  if (!localStorage[MARK]) navigator.storage?.persist?.(); // asked once, when somebody switches it on
  localStorage[MARK] = 1;
  const answer = await fetch(`/patients/${patient}/copy/plan`);
  if (!answer.ok) {
    if (/40[34]/.test(answer.status)) await forgetCopies();
    throw new Error(answer.status);
  }
  const plan = await answer.json();
  const id = `${plan.account} ${patient}`;
  const row = { id, pass: plan.pass, words: plan.kept, seen: Date.now(), left: plan.days * DAY, sealed: await seal(id, plan) };
  if (localStorage[MARK]) await put("copy", row);
}

// On every page while there is a copy: it goes with its sign-in, its account, its person and its grant. No answer, or a
// server in trouble, changes nothing.
export async function check() {
  const row = await held();
  if (!row) return;
  const here = document.querySelector("meta[name=handrail-here]")?.content ?? "";
  const { pathname } = location;
  if (here === row.id) {
    // this very page is the proof that the plan may be seen
    if (pathname.endsWith("/today")) await keep(here.slice(17)).catch(() => {});
  } else if (
    pathname === "/signed-out" ||
    !row.id.startsWith(here) ||
    (await fetch("/copy/stays", { headers: { "Copy-Pass": row.pass } }).catch(() => 0)).status === 410
  )
    return forgetCopies();
  for (const link of document.querySelectorAll("[data-with-copy]")) link.hidden = false;
}
