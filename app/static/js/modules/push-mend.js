// On every page of somebody who turned reminders on here: browsers change or drop a subscription without a word.

import { current, forget, last, print, turnOn } from "../lib/subscription.js";

export default async function mend() {
  const before = last();
  if (!before.keep || Notification.permission !== "granted" || !document.querySelector("meta[name=csrf-token]")) return;
  const subscription = await current();
  if (subscription && (await print(subscription.endpoint)) === before.print) return;
  await turnOn(before).catch((problem) => /^4(03|04|09)$/.test(problem.message) && forget());
}
