// Says on the page about oneself whether this device can read aloud, and why not if it cannot. One line, no more.

import { localVoice, onVoices } from "../lib/voices.js";

export default function readAloudHere(line) {
  const say = (which) => line.querySelectorAll("[data-when]").forEach((words) => (words.hidden = words.dataset.when !== which));
  onVoices(() => say(!globalThis.speechSynthesis ? "cannot" : localVoice(document.documentElement.lang) ? "can" : "no-voice"));
}
