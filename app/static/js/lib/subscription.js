// What the browser holds and what the server was last told of it: shared by the reminders page and every other.

const KEPT = "handrail-push";

export const last = () => JSON.parse(localStorage.getItem(KEPT) || "{}");
const today = () => new Date().toDateString();
const remember = ({ key, keep, account, login, print }) =>
  localStorage.setItem(KEPT, JSON.stringify({ key, keep, account, login, print, day: today() }));
export const forget = () => localStorage.removeItem(KEPT);

export async function current() {
  const { pushManager } = await navigator.serviceWorker.ready;
  return pushManager.getSubscription();
}

export function sameKey(subscription, key) {
  const used = subscription.options?.applicationServerKey;
  return !used || String(new Uint8Array(used)) === String(bytes(key));
}

// Tells the server, and only then remembers. `told`: { key, keep, account, login }.
export async function turnOn(told) {
  let subscription = await current();
  if (subscription && !sameKey(subscription, told.key)) {
    await subscription.unsubscribe();
    subscription = null;
  }
  const { pushManager } = await navigator.serviceWorker.ready;
  subscription ??= await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(told.key) });
  const answer = await fetch(told.keep, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content,
    },
    body: JSON.stringify({ ...subscription.toJSON(), account: told.account }),
  });
  if (!answer.ok) throw new Error(`${answer.status}`);
  remember({ ...told, print: await print(subscription.endpoint) });
}

export async function print(endpoint) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint));
  return Array.from(new Uint8Array(digest), (b) => b.toString(16).padStart(2, "0")).join("");
}

function bytes(base64) {
  const plain = atob(base64.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (c) => c.charCodeAt(0));
}

// On every page of somebody who turned reminders on here: browsers change or drop a subscription without a word, the
// practice may have a new key, and once a day we ask whether the server still knows this browser.
export async function mend() {
  const before = last();
  if (!before.keep || Notification.permission !== "granted" || !document.querySelector("meta[name=csrf-token]")) return;
  const key = document.body.dataset.key || before.key;
  const subscription = await current();
  if (subscription && sameKey(subscription, key) && (await print(subscription.endpoint)) === before.print) {
    if (before.day === today()) return;
    const { state } = await fetch(`/push/known/${before.print}`).then((answer) => answer.json());
    if (state === "removed") return forget(); // on purpose, from another device
    if (state !== "lost") return state && remember(before);
    await subscription.unsubscribe(); // its push service may have dropped it
  }
  await turnOn({ ...before, key }).catch((problem) => /^4(03|04|09)$/.test(problem.message) && forget());
}
