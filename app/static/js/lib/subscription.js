// What the browser holds and what the server was last told of it: shared by the reminders page and every other.

const KEPT = "handrail-push";

export const last = () => JSON.parse(localStorage.getItem(KEPT) || "{}");
export const today = () => new Date().toDateString();
export const remember = ({ key, keep, account, login, print }) =>
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
