// Reminders on this device: says what is true here, asks only after a tap, and mends what the browser lost.

import { current, forget, last, print, sameKey, turnOn } from "../lib/subscription.js";

export default async function push(box) {
  const told = box.dataset;
  const button = box.querySelector("button");
  const failed = box.querySelector("[data-part=failed]");

  const show = (state) => {
    for (const part of box.querySelectorAll("[data-state]")) part.hidden = part.dataset.state !== state;
  };

  const missing = whatIsMissing();
  if (missing) return show(missing);
  show(Notification.permission === "denied" ? "blocked" : "off");
  button.addEventListener("click", ask);
  forgetWithTheServer();
  if (Notification.permission === "granted" && (await mend().catch(() => false))) show("on");

  async function ask() {
    button.disabled = true;
    failed.hidden = true;
    try {
      const answer = await Notification.requestPermission();
      if (answer === "granted") {
        await turnOn(told);
        location.reload(); // the list of devices below is the server's
      }
      show(answer === "granted" ? "on" : answer === "denied" ? "blocked" : "off");
    } catch {
      failed.hidden = false;
    } finally {
      button.disabled = false;
    }
  }

  // Endpoints change without a word, keys are renewed, people sign in again: what this account had here goes on.
  async function mend() {
    const subscription = await current();
    const here = subscription && sameKey(subscription, told.key) ? await print(subscription.endpoint) : "";
    const before = last();
    const sound = here && told.known.split(" ").includes(here);
    if (sound && before.print === here && before.login === told.login) return true;
    const changed = before.account === told.account && (before.print !== here || before.login !== told.login);
    const elsewhere = here && told.mine.split(" ").includes(here); // signed in anew on this device
    if (!sound && !changed && !elsewhere) return false; // never was, or was removed on purpose
    await turnOn(told);
    return true;
  }
}

// Removing this device from the list also ends the browser's own side.
function forgetWithTheServer() {
  for (const row of document.querySelectorAll("[data-print]")) {
    row.querySelector("form").addEventListener("submit", () => {
      if (last().print !== row.dataset.print) return;
      forget();
      current().then((subscription) => subscription?.unsubscribe());
    });
  }
}

function whatIsMissing() {
  const apple = /iPhone|iPad/.test(navigator.userAgent) || (navigator.platform === "MacIntel" && navigator.maxTouchPoints > 1);
  if (apple && !("PushManager" in globalThis) && navigator.standalone === false) return "home";
  const able = "serviceWorker" in navigator && "PushManager" in globalThis && "Notification" in globalThis;
  return able ? "" : "unable";
}
