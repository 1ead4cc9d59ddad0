// Reads a part of the page aloud, the sentence marked, with a voice of this device only: no word leaves it.
// Pausing stops and begins the sentence again, because half of the phones do not go on where they paused.

import { clear, sentences, show } from "../lib/sentences.js";
import { localVoice, onVoices } from "../lib/voices.js";

const SPEED = "handrail-read-slowly"; // about the device, not about the person
const SLOW = 0.75;
const SILENT = 8000; // ms without a beginning: the voice does not speak
const synth = globalThis.speechSynthesis;

let stopOther = () => {};

export default function readAloud(group) {
  const part = (name) => group.querySelector(`[data-${name}]`);
  const [start, playing, pause, goOn, stop, slow] = ["start", "playing", "pause", "go-on", "stop", "slow"].map(part);
  const root = group.dataset.read ? document.querySelector(group.dataset.read) : group.closest("[data-readable], article, section");
  let list = [];
  let at = 0;
  let turn = 0; // what an earlier utterance still has to say is of no interest
  let spoken = null; // held here: some browsers forget an utterance that nobody holds, and never say that it ended
  let timer = 0;

  const isSlow = () => localStorage[SPEED] === "yes";

  function draw(state) {
    const focused = document.activeElement;
    start.hidden = state !== "still";
    playing.hidden = state === "still";
    pause.hidden = state !== "reading";
    goOn.hidden = state !== "paused";
    group.classList.toggle("playing", state !== "still");
    slow.setAttribute("aria-pressed", String(isSlow()));
    if (group.contains(focused) && focused.closest("[hidden]")) ({ still: start, reading: pause, paused: goOn })[state].focus();
  }

  function quiet() {
    turn += 1;
    clearTimeout(timer);
    if (synth.speaking || synth.pending) synth.cancel();
  }

  function end() {
    quiet();
    clear();
    stopOther = () => {};
    draw("still");
  }

  function speak() {
    quiet();
    const sentence = list[at];
    const voice = sentence && localVoice(sentence.lang);
    if (!voice) return end();
    const mine = turn;
    const here = (then) => () => mine === turn && then();
    spoken = new SpeechSynthesisUtterance(sentence.text);
    spoken.voice = voice;
    spoken.lang = voice.lang;
    spoken.rate = isSlow() ? SLOW : 1;
    spoken.onstart = here(() => clearTimeout(timer));
    spoken.onend = here(() => {
      at += 1;
      speak();
    });
    spoken.onerror = here(end);
    timer = setTimeout(here(end), SILENT);
    show(sentence);
    draw("reading");
    if (synth.paused) synth.resume();
    synth.speak(spoken);
  }

  start.onclick = () => {
    stopOther();
    list = sentences(root).filter((sentence) => localVoice(sentence.lang)); // another language without a voice is passed over
    at = 0;
    stopOther = end;
    speak();
  };
  pause.onclick = () => {
    quiet();
    draw("paused");
  };
  goOn.onclick = speak;
  stop.onclick = end;
  slow.onclick = () => {
    localStorage[SPEED] = isSlow() ? "no" : "yes";
    if (pause.hidden) draw("paused");
    else speak();
  };
  addEventListener("pagehide", () => stopOther === end && end());
  onVoices(() => (group.hidden = !(synth && root && localVoice(root.closest("[lang]")?.lang))));
}
