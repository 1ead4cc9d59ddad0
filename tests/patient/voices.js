// A stand-in for the voices of a device: notes what is spoken with which voice; a test ends each utterance by hand.
(() => {
  const wanted = JSON.parse(sessionStorage.getItem("voices") || "null") || __VOICES__;
  const spoken = [];
  let voices = __LATE__ ? [] : wanted;
  let now = null;
  class Utterance {
    constructor(text) {
      this.text = text;
    }
  }
  const synth = new EventTarget();
  Object.assign(synth, {
    paused: false,
    cancelled: 0,
    getVoices: () => voices,
    speak(utterance) {
      now = utterance;
      spoken.push({ text: utterance.text, voice: utterance.voice?.name, lang: utterance.lang, rate: utterance.rate });
      utterance.onstart?.();
    },
    cancel() {
      synth.cancelled += 1;
      const was = now;
      now = null;
      was?.onerror?.({ error: "interrupted" });
    },
    resume() {},
  });
  Object.defineProperty(synth, "speaking", { get: () => now !== null });
  Object.defineProperty(synth, "pending", { value: false });
  Object.defineProperty(window, "speechSynthesis", { value: synth, configurable: true });
  window.SpeechSynthesisUtterance = Utterance;
  window.device = {
    spoken,
    cancelled: () => synth.cancelled,
    end() {
      const was = now;
      now = null;
      was.onend();
    },
    arrive() {
      voices = wanted;
      synth.dispatchEvent(new Event("voiceschanged"));
    },
    marked() {
      const ranges = window.CSS?.highlights?.get("reading") || [];
      const spans = [...document.querySelectorAll("span.reading")];
      return [...ranges].map(String).join("") || spans.map((span) => span.textContent).join("");
    },
  };
})();
