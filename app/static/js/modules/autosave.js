// Keeps a line of a draft while somebody writes. "Kept" is said only after the server stored it; the buttons work as
// before. When the line was saved elsewhere meanwhile it stops, and the button shows both texts.

const PAUSE = 1200; // ms after the last key
const AGAIN = 8000; // ms until the next try without an answer

export default function autosave(form) {
  const status = form.querySelector("[data-status]");
  const words = status.querySelector("span");
  let timer = 0;
  let busy = false;
  let dirty = false; // there is something to send
  let unkept = false; // there is something that the server does not have, also when it cannot take it yet
  let stopped = false;
  let pressed = null; // the button that waits for a save that is under way

  const say = (kind, more = "") => {
    status.classList.remove("unsaid");
    status.classList.toggle("well", kind === "kept");
    words.textContent = more ? `${form.dataset[kind]} ${more}` : form.dataset[kind];
  };

  const later = (pause) => {
    if (stopped) return;
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  };

  async function save() {
    clearTimeout(timer);
    if (busy || stopped || !dirty) return;
    busy = true;
    dirty = false;
    say("keeping");
    const data = new URLSearchParams(new FormData(form));
    data.delete("as");
    try {
      const response = await fetch(form.action, {
        method: "POST",
        body: data,
        headers: { Accept: "application/json" },
        redirect: "error",
      });
      if (response.ok) kept(await response.json());
      else if (response.status === 422) notYet(await response.json());
      else if (response.status === 409) stop("other");
      else if (response.status >= 500 || response.status === 429) again("waiting");
      else stop("out");
    } catch {
      again("waiting");
    }
    busy = false;
    if (pressed) form.requestSubmit(pressed);
    else if (dirty) later(PAUSE);
  }

  function kept(done) {
    form.elements.revision.setAttribute("value", done.revision);
    form.elements.base.setAttribute("value", done.base);
    if (form.elements.new_key) {
      form.elements.new_key.remove(); // the line has its identity now: what follows is a change to it
      form.action = done.address;
      history.replaceState(history.state, "", done.address);
    }
    if (dirty) return;
    unkept = false;
    say("kept");
  }

  const notYet = (problem) => {
    const first = Object.values(problem.fields ?? {})[0];
    say("notyet", first ?? "");
  };

  const stop = (kind) => {
    stopped = true;
    dirty = true;
    say(kind);
  };

  const again = (kind) => {
    dirty = true;
    say(kind);
    later(AGAIN);
  };

  const written = () => {
    dirty = unkept = true;
    later(PAUSE);
  };
  form.addEventListener("input", written);
  // What was written before this script was there.
  if ([...form.querySelectorAll("input, textarea")].some((one) => one.value !== one.defaultValue)) written();
  form.addEventListener("submit", (event) => {
    if (busy) {
      // A save is under way: the press goes on when it is there, or it would meet its own author's newer text.
      event.preventDefault();
      event.stopPropagation();
      pressed = event.submitter;
      return;
    }
    stopped = true;
    dirty = unkept = false;
    clearTimeout(timer);
  });
  addEventListener("beforeunload", (event) => {
    if (unkept) event.preventDefault();
  });
  addEventListener("online", save);
  document.addEventListener("visibilitychange", save);
}
