// A form that keeps what was pressed: first sealed on this phone, then sent, and only an answer makes it go on.
// Without a network, or with a server in trouble, it says that it is kept and not sent, and the page stays.

import { drop, flush, handOver, here, hold, onNews, send } from "../lib/vault.js";

const SOON = 2500; // ms until it is said that it is kept, while it is still being sent
const TYPED = "textarea, input:not([type=hidden], [type=radio], [type=checkbox])";

export default function outbox(form) {
  const box = document.querySelector("[data-module=waits]");
  const { account, who, person, look } = box.dataset;
  const key = form.elements.client_key;
  let id = key?.value || form.elements.key?.value || crypto.randomUUID();
  let busy = false;
  let pressed = null;
  let row = null; // what is kept of this page and not sent
  let before = ""; // what was pressed last, where another entry can be written on the same page
  let heard = null; // what became of it when another tab sent it
  // There from the start: what is filled in later is read out.
  const mark = document.querySelector("[data-mark]").content.firstElementChild.cloneNode(true);
  mark.querySelector("button").addEventListener("click", another);
  form.append(mark);
  form.dataset.holds = ""; // from now on a press is not lost without a network

  form.addEventListener("submit", async (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    if (busy) return;
    wait(true);
    pressed = event.submitter;
    wait(await press().catch(() => say(row ? "kept" : "lost")));
  });
  form.addEventListener("change", () => row && !("another" in form.dataset) && keep()); // what is kept is what the page says
  onNews(({ [id]: came }) => {
    if (busy) heard = came ?? heard;
    else if (row && came?.state === "back") back();
    else if (row && came?.address) arrived(came.address);
  });

  function wait(on) {
    busy = Boolean(on);
    form.setAttribute("aria-busy", busy);
  }

  // Gives whether another page comes.
  async function press() {
    let entry = read();
    if ("another" in form.dataset && before && before !== JSON.stringify(entry.fields)) {
      anew(); // not instead of the first
      entry = read();
    }
    before = JSON.stringify(entry.fields);
    let lost = null;
    heard = null;
    for (const red of form.querySelectorAll(".red")) red.classList.add("seen");
    await keep().catch((problem) => (lost = problem));
    const patience = lost || setTimeout(() => say("kept"), SOON);
    const came = lost ? await send(entry, (await here()).csrf) : ((await flush())[id] ?? heard);
    clearTimeout(patience);
    if (came?.address) return go(came);
    if (came?.state === "back") return back();
    if (came?.state === "refused") {
      handOver(id, entry, form.elements.csrf_token.value);
      return true;
    }
    if (lost) return say(lost.name === "QuotaExceededError" ? "full" : "lost");
    say(came?.state === "out" ? "out" : "kept");
    navigator.storage?.persist?.();
    navigator.serviceWorker?.ready.then(({ sync }) => sync?.register("outbox")).catch(() => {});
  }

  async function keep() {
    const entry = read();
    if (row) entry.at = row.entry.at;
    await hold({ id, account, entry });
    row = { entry };
  }

  function read() {
    const data = new FormData(form);
    let n = -1;
    if (pressed?.name) data.append(pressed.name, pressed.value);
    data.delete("csrf_token");
    const address = new URL(pressed?.getAttribute("formaction") || form.action, location.href);
    const title = form.dataset.what || (form.closest(".card") ?? document).querySelector("h1, h2").textContent;
    const typed = [...form.elements].filter((one) => one.matches(TYPED) && one.name && one.value.trim());
    const chosen = [...form.querySelectorAll(":checked:not(option)")].map(label);
    const fields = [...data];
    return {
      path: address.pathname + address.search,
      fields,
      at: Date.now(),
      patient: location.pathname.split("/")[2],
      who,
      person,
      look,
      what: title.trim(),
      said: [...chosen, pressed?.name && pressed.value !== "next" ? pressed.textContent.trim() : ""].filter(Boolean),
      typed: typed.map((one) => {
        n = fields.findIndex(([name, value], at) => at > n && name === one.name && value === one.value); // several may have one name
        return { n, label: label(one), long: one.matches("textarea") };
      }),
    };
  }

  const label = (one) => (one.labels?.[0]?.textContent ?? one.getAttribute("aria-label") ?? "").trim().replace(/\s+/g, " ");

  async function go({ state, address }) {
    if (state !== "look") await drop(id); // else the page itself does, once it is there
    location.assign(address);
    return true;
  }

  function say(kind) {
    const more = kind === "kept" ? (form.dataset.more ?? form.dataset.another) : "";
    mark.querySelector("button").hidden = kind !== "kept" || !("another" in form.dataset);
    mark.querySelector("span").textContent = [box.dataset[kind], more].filter(Boolean).join(" ");
    form.querySelector("[data-status]")?.classList.add("unsaid");
    mark.hidden = mark.classList.remove("unseen");
    for (const line of form.querySelectorAll("[data-then]")) line.hidden = line.dataset.then !== pressed?.value;
    const help = form.querySelector(".at-once:not([hidden])"); // what is for this very moment comes first
    (help ?? mark).scrollIntoView({ block: help ? "start" : "center" });
    form.dispatchEvent(new CustomEvent("stays", { detail: kind }));
  }

  // It was sent and taken back since: pressed again it is a new one.
  function back() {
    anew();
    say("back");
  }

  function anew() {
    id = key.value = crypto.randomUUID();
    row = null;
    before = "";
  }

  function another() {
    anew();
    form.reset();
    mark.classList.add("unseen"); // it stays, so that what it says next is read out
    mark.querySelector("button").hidden = true;
    mark.querySelector("span").textContent = "";
    form.querySelector(TYPED).focus();
  }

  function arrived(address) {
    row = null;
    say("sent");
    const link = mark.querySelector("a");
    link.href = address;
    link.hidden = false;
  }
}
