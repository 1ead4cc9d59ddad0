// Saves the answer while the page is open, one save at a time. "Saved" is said only after the server stored it.

const PAUSE = 900; // ms after the last key
const AGAIN = 8000; // ms until the next try without an answer

export default function answer(form) {
  const status = form.querySelector("[data-status]");
  const words = status.querySelector("span");
  const token = document.querySelector('meta[name="csrf-token"]').content;
  const key = form.elements.key.value;
  let number = 0;
  let wanted = false;
  let busy = false;
  let leaving = false;
  let timer = 0;

  // Unsaid, the line keeps its place: a button that moves between press and release is not pressed.
  const quiet = (on) => status.classList.toggle("unsaid", on);

  const say = (kind) => {
    quiet(false);
    words.textContent = form.dataset[kind];
    status.classList.toggle("well", kind === "saved");
  };

  const facts = () => {
    const data = new FormData(form);
    data.set("go", "stay");
    data.set("key", `${key}.${number}`);
    return new URLSearchParams(data);
  };

  async function save() {
    clearTimeout(timer);
    if (busy || leaving) return;
    busy = true;
    wanted = false;
    number += 1;
    say("saving");
    try {
      const response = await fetch(form.action, {
        method: "POST",
        body: facts(),
        headers: { "X-CSRFToken": token, Accept: "application/json" },
        redirect: "error",
      });
      if (response.ok) stored(await response.json());
      else if (response.status >= 500 || response.status === 429) again();
      else if (!leaving) say("gone");
    } catch {
      again();
    }
    busy = false;
    if (wanted) save();
  }

  function stored(done) {
    form.elements.revision.value = done.revision;
    for (const [name, shown] of [["skip", done.how !== "answered"], ["clear", done.how === "answered"]]) {
      const part = form.querySelector(`[data-${name}]`);
      if (part) part.hidden = !shown;
    }
    if (wanted || leaving) return;
    if (done.saved) say("saved");
    else quiet(true);
  }

  function again() {
    if (leaving) return;
    say("kept");
    timer = setTimeout(save, AGAIN);
  }

  function later(pause) {
    wanted = true;
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  }

  form.addEventListener("input", (event) => {
    quiet(true);
    if (!event.target.matches("[type=radio], [type=checkbox]")) later(PAUSE);
  });
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-band=red]:checked")) form.querySelector(".waits")?.scrollIntoView({ block: "nearest" });
    later(0);
  });
  form.addEventListener("submit", () => {
    leaving = true;
    clearTimeout(timer);
  });
  addEventListener("online", () => wanted || !status.classList.contains("unsaid") ? save() : null);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && wanted) save();
  });
}
