// Voices that live on this device. Others send what they read to somebody else's server, so they are never used.

const synth = globalThis.speechSynthesis;
const LATE = [250, 1000, 3000]; // ms: some browsers bring their voices late and do not say so
const asTag = (tag) => String(tag || "").replaceAll("_", "-").toLowerCase();
const language = (tag) => asTag(tag).split("-")[0];
const listeners = [];

// The voice for a language, or nothing: of the same region, of the reader's region, the device's usual one, any.
export function localVoice(lang) {
  const own = (synth?.getVoices() || []).filter((one) => one.localService === true && language(one.lang) === language(lang));
  const from = (tag) => own.find((one) => asTag(one.lang) === asTag(tag));
  return from(lang) || from(navigator.language) || own.find((one) => one.default) || own[0] || null;
}

const tell = () => listeners.forEach((listener) => listener());

// Calls now, and whenever the voices of the device may have changed.
export function onVoices(listener) {
  listeners.push(listener);
  listener();
  if (!synth || listeners.length > 1) return;
  synth.onvoiceschanged = tell;
  LATE.forEach((wait) => setTimeout(tell, wait));
}
