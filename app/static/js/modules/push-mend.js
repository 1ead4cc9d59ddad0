// On every page of somebody who turned reminders on here: browsers change or drop a subscription without a word, the
// practice may have a new key, and once a day we ask whether the server still knows this browser.

import { current, forget, last, print, remember, sameKey, today, turnOn } from "../lib/subscription.js";

export default async function mend() {
  const before = last();
  if (!before.keep || Notification.permission !== "granted" || !document.querySelector("meta[name=csrf-token]")) return;
  const key = document.body.dataset.key || before.key;
  const subscription = await current();
  if (subscription && sameKey(subscription, key) && (await print(subscription.endpoint)) === before.print) {
    if (before.day === today()) return;
    const { state } = await fetch(`/push/known/${before.print}`).then((answer) => answer.json());
    if (state === "kept") return remember(before);
    if (state === "removed") return forget(); // on purpose, from another device
    await subscription.unsubscribe(); // its push service may have dropped it
  }
  await turnOn({ ...before, key }).catch((problem) => /^4(03|04|09)$/.test(problem.message) && forget());
}
