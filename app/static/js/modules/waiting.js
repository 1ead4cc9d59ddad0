// The list of what waits, drawn from this device alone: another person's things are counted, never shown.

import { drop, flush, handOver, here, hold, isUnsent, make, onNews, waiting } from "../lib/vault.js";
import { last } from "./waits.js";

const SOON = 3000; // ms that the list waits for the server

export default async function screen(root) {
  const part = (name, inside = root) => inside.querySelector(`[data-part=${name}]`);
  const told = root.dataset;
  const title = document.querySelector("h1");
  const when = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "full", timeStyle: "short" });
  let busy = false;
  let before = 0;
  let counted = 0;
  let drawn = "";

  async function draw() {
    // who is signed in, and only without an answer who was last: nobody's words are shown when a session has ended
    const { account = await last() } = await here(SOON);
    const rows = (await waiting()).filter((row) => row.account === account || isUnsent(row));
    const now = JSON.stringify([account, rows.map(({ id, entry }) => [id, entry?.state, entry?.words, entry?.fields])]);
    if (now === drawn) return; // each drawing is read out, and moves what somebody is at
    drawn = now;
    const mine = rows.filter((row) => row.account === account);
    for (const row of mine) row.entry ??= { what: told.unread, state: "unread", said: [], typed: [], fields: [] };
    const others = rows.filter((row) => row.account !== account && row.entry);
    part("list").replaceChildren(...mine.map(card));
    const names = [...new Set(others.map(({ entry }) => entry.who))];
    part("others").replaceChildren(...names.map((who) => line(others.filter(({ entry }) => entry.who === who).length, who)));
    part("none").hidden = rows.length > 0 || before > 0;
    part("done").hidden = rows.length > 0 || before === 0;
    part("all").hidden = !mine.some(isUnsent);
    part("sign-in").hidden = !mine.some(({ entry }) => entry.state === "out") && (!others.length || account);
    before = Math.max(before, rows.length);
  }

  // What had the focus may be gone.
  const anew = () => draw().then(() => title.focus());

  const line = (count, who) =>
    make("p", { textContent: told.theirs.replace("{count}", count).replaceAll("{name}", who) });

  function card(row) {
    const { entry } = row;
    const made = part("entry").content.firstElementChild.cloneNode(true);
    const fill = (name, words) => {
      part(name, made).textContent = words;
      part(name, made).hidden = !words;
    };
    const value = ({ n }) => entry.fields[n]?.[1] ?? "";
    fill("what", entry.what);
    fill("said", [...entry.said, ...entry.typed.map((one) => (one.label === entry.what ? "" : `${one.label}: `) + value(one))].join(" · "));
    fill("whom", entry.look && told.whom.replace("{name}", entry.person));
    part("whom", made).className = entry.look;
    fill("since", entry.at ? told.since.replace("{when}", when.format(entry.at)) : "");
    fill("why", [told[entry.state] ?? told.away, entry.state === "refused" ? entry.words : ""].filter(Boolean).join(" "));
    const link = part("look", made);
    link.hidden = isUnsent(row);
    link.href = entry.address ?? "";
    part("open", made).hidden = entry.state !== "refused";
    part("open", made).onclick = () => open(row);
    part("away", made).hidden = !isUnsent(row);
    part("drop", made).addEventListener("click", async () => {
      await drop(row.id);
      before = 0; // thrown away is not sent
      anew();
    });
    part("edit", made).hidden = !entry.typed.length || !isUnsent(row);
    const form = part("edit", made).querySelector("form");
    for (const one of [...entry.typed].reverse()) form.prepend(field(one, value(one)));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const typed = new FormData(form);
      const fields = entry.fields.map(([name, old], n) => [name, typed.get(n) ?? old]);
      hold({ ...row, entry: { ...entry, fields, state: "" } }).then(sendNow);
    });
    return made;
  }

  function field({ n, label, long }, value) {
    const id = `f-${++counted}`;
    const box = make("div", { className: "field" });
    const kind = long ? "textarea" : "input";
    box.append(make("label", { textContent: label, htmlFor: id }), make(kind, { name: n, value, className: "input", id, dir: "auto" }));
    return box;
  }

  // On the server's own page, which asks back or says what is not right.
  async function open({ id, entry }) {
    const { csrf } = await here();
    if (!csrf) return draw();
    handOver(id, entry, csrf);
  }

  async function sendNow() {
    if (busy) return;
    busy = true;
    await flush();
    await anew();
    busy = false;
  }

  title.tabIndex = -1;
  part("all").onclick = sendNow;
  onNews(() => root.querySelector("form:focus-within, [open]") || draw()); // not under somebody who is at it
  await draw();
}
