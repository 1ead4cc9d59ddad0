// Saves what changed while the page is open, one save at a time. "Saved" is said only after the server stored it.
// On a page of several questions only the one that changed is sent, so a slip in another does not hold it back.

const PAUSE = 900; // ms after the last key
const AGAIN = 8000; // ms until the next try without an answer

export default function answer(form) {
  const status = form.querySelector("[data-status]");
  const words = status.querySelector("span");
  const parts = form.querySelector("[data-parts]");
  const key = form.elements.key.value;
  const waiting = new Set();
  let number = 0;
  let busy = false;
  let leaving = false;
  let pressed = false;
  let renewed = false;
  let timer = 0;
  let byFinger = false;

  // Unsaid, the line keeps its place: a button that moves between press and release is not pressed.
  const quiet = (on) => status.classList.toggle("unsaid", on);

  const say = (kind) => {
    const told = form.querySelector("[data-told]");
    if (told) told.hidden = true; // by now it is otherwise
    quiet(false);
    words.textContent = form.dataset[kind];
    status.classList.toggle("well", kind === "saved");
  };

  const partOf = (field) => field.closest("[data-question]") || form;

  function facts(part) {
    const data = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      const field = form.elements[name];
      const one = field instanceof Element ? field : field[0];
      if (part === form || part.contains(one) || ["csrf_token", "then"].includes(name)) data.append(name, value);
    }
    if (part !== form) data.set("asked", part.dataset.question);
    data.set("go", "stay");
    data.set("key", pressed ? key : `${key}.${number}`); // what was pressed has no number, and is the last
    return data;
  }

  function soon(pause) {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  }

  async function save() {
    clearTimeout(timer);
    timer = 0;
    if (busy || leaving || !waiting.size) return;
    busy = true;
    const [part] = waiting;
    waiting.delete(part);
    number += 1;
    say("saving");
    try {
      const response = await fetch(form.action, {
        method: "POST",
        body: facts(part),
        headers: { Accept: "application/json" },
        redirect: "error",
      });
      if (response.ok) await stored(await response.json());
      else if (response.status >= 500 || response.status === 429) again(part, "kept");
      else if (response.status === 401 || response.status === 400) await signedOut(part);
      else if (!leaving) say(response.status === 409 ? "other" : "gone");
    } catch {
      again(part, "kept");
    }
    busy = false;
    if (waiting.size && !timer) save();
  }

  async function stored(done) {
    renewed = false;
    for (const [name, row] of Object.entries(done.stored)) {
      const field = form.elements[`revision.${name}`] || form.elements.revision;
      if (field) field.value = row.revision;
      if (parts) continue;
      for (const [mark, shown] of [["skip", row.how !== "answered"], ["clear", row.how === "answered"]]) {
        const button = form.querySelector(`[data-${mark}]`);
        if (button) button.hidden = !shown;
      }
    }
    if (parts && changed(done.shown)) await renew();
    if (waiting.size || leaving) return;
    if (Object.keys(done.stored).length) say("saved");
    else quiet(true);
  }

  const changed = (shown) => shown.join() !== [...parts.querySelectorAll("[data-question]")].map((p) => p.dataset.question).join();

  // What was said opened or closed other questions of this page: take the new ones in, keep those that are here.
  async function renew() {
    const page = await load();
    const fresh = page?.querySelector("[data-parts]");
    if (!fresh) return;
    const here = new Map([...parts.querySelectorAll("[data-question]")].map((p) => [p.dataset.question, p]));
    const focused = document.activeElement;
    parts.replaceChildren(...[...fresh.children].map((p) => here.get(p.dataset.question) || document.adoptNode(p)));
    if (parts.contains(focused)) focused.focus();
  }

  const load = () =>
    new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.open("GET", location.href);
      request.responseType = "document";
      request.onloadend = () => resolve(request.status === 200 ? request.response : null);
      request.send();
    });

  // Signed out, or signed in anew elsewhere: then the page gets a fresh token and tries once more.
  async function signedOut(part) {
    const page = await load();
    const fresh = page?.querySelector("form.question")?.elements.csrf_token.value;
    if (fresh && !renewed) {
      renewed = true; // once; if that does not help, with a pause
      form.elements.csrf_token.value = fresh;
      waiting.add(part);
      return;
    }
    again(part, "out");
  }

  function again(part, kind) {
    if (leaving) return;
    waiting.add(part);
    say(kind);
    soon(AGAIN);
  }

  // A number without its unit, "something else" without words, one box of at least two: not said to its end, so wait.
  const isWhole = (part) => {
    const unit = part.querySelector("select[aria-label]");
    const own = part.querySelector(".other input");
    const other = part.querySelector('[value="other"]:checked');
    const typed = unit?.parentElement.querySelector("input").value.trim();
    const boxes = part.querySelector("[data-least]");
    const chosen = boxes?.querySelectorAll(":checked").length;
    return !(chosen && chosen < boxes.dataset.least) && !(unit && typed && !unit.value) && !(other && !own.value.trim());
  };

  function later(part, pause) {
    if (!isWhole(part)) return;
    waiting.add(part);
    soon(pause);
  }

  form.addEventListener("pointerdown", () => (byFinger = true));
  form.addEventListener("keydown", () => (byFinger = false));
  form.addEventListener("input", (event) => {
    quiet(true);
    if (!event.target.matches("[type=radio], [type=checkbox], select")) later(partOf(event.target), PAUSE);
  });
  form.addEventListener("change", (event) => {
    const own = partOf(event.target);
    for (const red of own.querySelectorAll(".red")) red.classList.remove("seen");
    if (event.target.matches("[data-band=red]:checked") && byFinger) own.querySelector(".red")?.focus();
    later(partOf(event.target), 0);
  });
  // What was said before this script was there.
  for (const one of form.querySelectorAll("input[name], textarea")) {
    if (one.checked !== one.defaultChecked || one.value !== one.defaultValue) later(partOf(one), PAUSE);
  }
  form.addEventListener("submit", (event) => {
    if (navigator.onLine === false && !("holds" in form.dataset)) {
      event.preventDefault(); // the page that says "no connection" would take what is typed away
      for (const red of form.querySelectorAll(".red")) red.classList.add("seen");
      again(form, "kept");
      status.scrollIntoView({ block: "nearest" });
      return;
    }
    leaving = true;
    waiting.clear(); // what is pressed goes with the press
    clearTimeout(timer);
  });
  // Pressed, and the page stays. What is kept goes by itself; else what stands here is saved from here again.
  form.addEventListener("stays", ({ detail }) => {
    leaving = /kept|out/.test(detail);
    pressed = true;
    if (leaving) return;
    if (detail === "sent") return save();
    waiting.add(form);
    soon(AGAIN);
  });
  addEventListener("beforeunload", (event) => {
    if (waiting.size && !leaving) event.preventDefault();
  });
  addEventListener("online", save);
  document.addEventListener("visibilitychange", save);
}
