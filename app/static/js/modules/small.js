// Small helps, each for one element that works without it. `boot.js` looks here first, by name.

const BADGE = "handrail-badge"; // for whom; without it there is no number

// Printing needs a script, so the button shows only when there is one.
export function print(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A way out that Back does not undo.
export function leave(link) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    location.replace(link.href);
  });
}

// After a form came back with something to put right, reading starts at the summary.
export function focusHere(element) {
  element.focus();
}

// The square on a card holds its code behind the #, which never travels. It goes into the field, and out of the address.
export function fromSquare({ code }) {
  code.value ||= location.hash.slice(1);
  location.replace("#");
}

// A line to slide on, beside a number field that works without it. Both always show the same number.
export function slide(line) {
  const field = document.getElementById(line.dataset.for);
  line.hidden = false;
  line.addEventListener("input", () => {
    field.value = line.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  field.addEventListener("input", () => {
    const typed = Number(field.value.replace(",", "."));
    if (field.value.trim() && !Number.isNaN(typed) && document.activeElement !== line) line.value = typed;
  });
}

// Somebody who travels can let their times follow this device; the box shows only when its clock is another one.
export function zone(box) {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!here || here === box.dataset.zone) return;
  const tick = box.querySelector("input");
  tick.value = here;
  tick.closest("label").querySelector("span").append(` (${here.replaceAll("_", " ")})`);
  box.hidden = false;
}

// Looks every few seconds whether something changed, and then loads the page again; gives up after two minutes.
export function again({ dataset }) {
  let left = 40;
  const look = async () => {
    const answer = await fetch(dataset.again).then((found) => found.json()).catch(() => ({}));
    const typed = [...document.querySelectorAll("main input")].some((one) => one.value !== one.defaultValue);
    const busy = typed || document.querySelector("main :is(details[open], input:focus)"); // not under somebody who is at it
    if (answer.state && answer.state !== dataset.was && !busy) return location.reload();
    if (--left) setTimeout(look, 3000);
  };
  setTimeout(look, 1000);
}

// Two big keys beside a number. Typing still works, and nothing runs while a finger rests on a key.
export function numberKeys(box) {
  const input = box.querySelector("input");
  const step = Number(box.dataset.step || 1);
  const low = Number(box.dataset.low ?? -Infinity);
  const high = Number(box.dataset.high ?? Infinity);
  const places = (String(step).split(".")[1] || "").length;
  const comma = () => input.value.includes(",");

  for (const key of box.querySelectorAll("[data-by]")) {
    key.hidden = false;
    key.addEventListener("click", () => {
      const typed = Number(input.value.replace(",", "."));
      const from = input.value.trim() === "" || Number.isNaN(typed) ? middle() : typed + step * key.dataset.by;
      const next = Math.min(high, Math.max(low, from)).toFixed(Math.max(places, decimals(typed)));
      input.value = comma() ? next.replace(".", ",") : next;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  const middle = () => (Number.isFinite(low) ? low : 0);
  const decimals = (n) => (Number.isFinite(n) ? (String(n).split(".")[1] || "").length : 0);
}

// A reading that is red for this person: the help that is in the page already shows, before anything is sent. Edges are
// [field, unit, from, below], or two words of a meter; the server looks again. Typing has a pause: 12 may become 120.
export function redReading(form) {
  let timer = 0;
  const isRed = ([name, unit, from, below]) => {
    const { value, inputMode } = form.elements[name];
    const text = value.trim().toUpperCase();
    const [hours, minutes = 0] = text.replace(/[^\d:]/, inputMode === "numeric" ? "" : ".").split(":");
    const typed = Number(hours) + minutes / 60;
    const fits = (typed >= from && typed < below) || [from, below].includes(text);
    return text && fits && unit === form.elements.unit.value;
  };
  const look = () => {
    for (const help of form.querySelectorAll("[data-red]")) help.hidden = !JSON.parse(help.dataset.red).some(isRed);
  };
  form.oninput = form.onreset = () => {
    clearTimeout(timer);
    timer = setTimeout(look, 1000);
  };
  form.onsubmit = look;
  look();
}

// The switch on the page about the copy: says what is true on this device. What is here goes only when asked to.
export async function copySwitch(box) {
  const { forgetCopies, held, keep } = await import("../lib/copy.js");
  const { id } = box.dataset;
  const parts = [...box.querySelectorAll("[data-when]")];
  const show = (state) => parts.forEach((part) => (part.hidden = part.dataset.when !== state));
  const look = async (name) => {
    try {
      if (name === "forget" || (name === "keep" && (await held())?.id !== id)) await forgetCopies();
      if (name === "keep") await keep(id.slice(17));
      const row = await held();
      box.querySelector("[data-words]").textContent = row?.words;
      show(row?.id === id ? "on" : "off");
    } catch {
      show("failed");
    }
  };
  box.addEventListener("click", async ({ target }) => {
    const { name } = target.closest("button") ?? {};
    if (!name) return;
    await look(name);
    parts.find((part) => !part.hidden).focus();
  });
  look();
}

// Says on the page about oneself whether this device can read aloud, and why not if it cannot. One line, no more.
export async function readAloudHere(line) {
  const { localVoice, onVoices } = await import("../lib/voices.js");
  const say = (which) => line.querySelectorAll("[data-when]").forEach((words) => (words.hidden = words.dataset.when !== which));
  onVoices(() => say(!globalThis.speechSynthesis ? "cannot" : localVoice(document.documentElement.lang) ? "can" : "no-voice"));
}

// The number on the app's icon, where the person wants one: what is left for today, never what was not done.
export function badge(tick) {
  const here = document.querySelector("meta[name=handrail-here]")?.content ?? "";
  const set = (count, whose) => {
    localStorage[BADGE] = whose;
    navigator.setAppBadge?.(count);
  };
  const whose = localStorage[BADGE] ?? "";
  const today = document.querySelector("[data-left]");
  if (location.pathname === "/signed-out" || !whose.startsWith(here)) set(0, "");
  else if (today && whose) set(+today.dataset.left, whose);
  if (!tick || !navigator.setAppBadge) return;
  tick.closest("section").hidden = false;
  tick = tick.querySelector("input");
  tick.checked = whose === here;
  tick.addEventListener("change", () => set(0, tick.checked ? here : ""));
}

// Help now is kept on the phone, so the phone itself puts the number first that answers at this hour. Both stay.
export function thisHour(box) {
  const days = { all: "0123456", weekdays: "01234", weekend: "56" }; // Monday is 0
  const form = { timeZone: box.dataset.zone, weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const [, day, time] = /^(\w+).*(\d\d:\d\d)/.exec(new Date().toLocaleString("en-GB", form)); // such as "Thu 14:05"
  const weekday = "MonTueWedThuFriSatSun".indexOf(day) / 3;
  const isOpen = (row) => {
    const on = days[row.days ?? "all"] ?? String(row.days);
    const first = row.from_time || "00:00";
    const last = row.until_time || "24:00";
    const [today, since] = [on.includes(weekday), on.includes((weekday + 6) % 7)];
    return first < last ? today && first <= time && time < last : (today && time >= first) || (since && time < last);
  };
  const right = box.querySelector(`[data-when="${JSON.parse(box.dataset.open).some(isOpen) ? "open" : "closed"}"]`);
  right.querySelector("[data-now]").hidden = false;
  right.querySelector("[data-other]")?.remove();
  box.prepend(right);
}

// A form that this device answers with a passkey. It shows only where a browser has them; the page works without it.
export function passkey(form) {
  const kind = globalThis.PublicKeyCredential;
  if (!kind?.parseCreationOptionsFromJSON) return;
  form.hidden = false;
  const [mine, other] = document.querySelectorAll("main .main");
  if (form.contains(mine)) other?.classList.remove("main"); // one a screen
  const { answer } = form.elements;
  if (answer) form.onsubmit = async (event) => {
    event.preventDefault();
    const [not] = form.querySelectorAll("[data-not]");
    not.hidden = form.inert = true; // a hand that trembles presses twice
    try {
      const asked = await fetch(form.dataset.ask, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      if (asked.redirected) return location.assign(asked.url); // first: is it you?
      const options = await asked.json();
      const made = options.user
        ? navigator.credentials.create({ publicKey: kind.parseCreationOptionsFromJSON(options) })
        : navigator.credentials.get({ publicKey: kind.parseRequestOptionsFromJSON(options) });
      answer.value = JSON.stringify(await made);
      form.submit();
    } catch {
      not.hidden = form.inert = false;
    }
  };
}

// Registers the worker that answers when there is no network. The one place that may name a script address.
export async function worker() {
  const address = "/sw.js"; // all that the policy can give, whatever it is asked for
  const policy = globalThis.trustedTypes?.createPolicy("handrail-worker", { createScriptURL: () => address });
  const { serviceWorker } = navigator;
  const found = await serviceWorker.register(policy?.createScriptURL("") ?? address, { scope: "/", updateViaCache: "none" });
  if (found.waiting) offer(document.querySelector("[data-newer]"));

  // A newer version waits until the person says so, or every tab is closed. Where something was typed nothing reloads.
  function offer(line) {
    let typed = false;
    addEventListener("input", () => (typed = true));
    line.hidden = false;
    line.querySelector("button").addEventListener("click", () => {
      line.hidden = true;
      serviceWorker.addEventListener("controllerchange", () => typed || location.reload());
      found.waiting?.postMessage("take over");
    });
  }
}
