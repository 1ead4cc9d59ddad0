// On every page while there is a copy: it goes with its sign-in, its account, its person and its grant.

import { forgetCopies, gone, held, keep } from "../lib/copy.js";

export default async function check() {
  const row = await held();
  if (!row) return;
  const here = document.querySelector("meta[name=handrail-here]")?.content ?? "";
  if (here === row.id) {
    // this very page is the proof that the plan may be seen
    if (location.pathname.endsWith("/today")) await keep(here.split(" ")[1]).catch(() => {});
  } else if (location.pathname === "/signed-out" || (here && !row.id.startsWith(here)) || (await gone(row))) return forgetCopies();
  for (const link of document.querySelectorAll("[data-with-copy]")) link.hidden = false;
}
