// The copy of a plan on this device: one at a time, sealed, for 14 days of this device's clock.

import { all, empty, forgetKey, put, seal, unseal } from "./vault.js";

const MARK = "handrail-copy"; // says without waiting that there may be one
const DAY = 864e5;
const named = (row) => `copy ${row.id}`;

export const open = (row) => unseal(named(row), row.sealed);

export async function forgetCopies() {
  localStorage.removeItem(MARK);
  for (const row of await all("copy")) await forgetKey(named(row));
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
  localStorage.setItem(MARK, 1);
  await put("copy", row);
  return row;
}

// A new copy of this person's plan, instead of what is here. Whatever ends copies meanwhile wins.
export async function keep(patient) {
  localStorage.setItem(MARK, 1);
  const answer = await fetch(`/patients/${patient}/copy/plan`);
  if (!answer.ok || answer.redirected) {
    if (answer.status === 403 || answer.status === 404) await forgetCopies();
    throw new Error(answer.status);
  }
  const plan = await answer.json();
  const row = { id: `${plan.account} ${patient}`, pass: plan.pass, words: `${plan.as_of} ${plan.kept}`, seen: Date.now(), left: plan.days * DAY };
  row.sealed = await seal(named(row), plan);
  if (!localStorage.getItem(MARK)) return;
  await put("copy", row);
}

// Asked wherever the server can be reached: no answer, or a server in trouble, changes nothing.
export async function gone(row) {
  const answer = await fetch("/copy/stays", { headers: { "Copy-Pass": row.pass } }).catch(() => 0);
  return answer.status === 410;
}
