// Reminders on this device: says what is true here, asks only after a tap, and mends what the browser lost.

const KEPT = "handrail-push";

export default async function push(box) {
  const { key, keep, known, mine, account, login } = box.dataset;
  const button = box.querySelector("button");
  const failed = box.querySelector("[data-part=failed]");

  const show = (state) => {
    for (const part of box.querySelectorAll("[data-state]")) part.hidden = part.dataset.state !== state;
  };

  const missing = whatIsMissing();
  if (missing) return show(missing);
  show(Notification.permission === "denied" ? "blocked" : "off");

  button.addEventListener("click", async () => {
    button.disabled = true;
    failed.hidden = true;
    try {
      const answer = await Notification.requestPermission();
      if (answer === "granted") await turnOn();
      show(answer === "granted" ? "on" : answer === "denied" ? "blocked" : "off");
      if (answer === "granted") location.reload(); // the list of devices below is the server's
    } catch {
      failed.hidden = false;
    } finally {
      button.disabled = false;
    }
  });
  forgetWithTheServer();
  if (Notification.permission === "granted") await repair().catch(() => {});

  // Endpoints change without a word, keys are renewed, people sign in again: what this account had here goes on.
  async function repair() {
    const subscription = await (await navigator.serviceWorker.ready).pushManager.getSubscription();
    const last = JSON.parse(localStorage.getItem(KEPT) || "{}");
    const here = subscription && sameKey(subscription) ? await print(subscription.endpoint) : "";
    if (here && known.split(" ").includes(here)) {
      remember(here);
      return show("on");
    }
    const ours = last.account === account && (last.print !== here || last.login !== login);
    const elsewhere = here && mine.split(" ").includes(here); // signed in anew on this device
    if (!ours && !elsewhere) return;
    await turnOn();
    show("on");
  }

  async function turnOn() {
    const { pushManager } = await navigator.serviceWorker.ready;
    let subscription = await pushManager.getSubscription();
    if (subscription && !sameKey(subscription)) {
      await subscription.unsubscribe();
      subscription = null;
    }
    subscription ??= await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
    const answer = await fetch(keep, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content,
      },
      body: JSON.stringify(subscription),
    });
    if (!answer.ok) throw new Error(`${answer.status}`);
    remember(await print(subscription.endpoint));
  }

  function remember(print) {
    localStorage.setItem(KEPT, JSON.stringify({ account, login, print }));
  }

  // Removing this device from the list also ends the browser's own side.
  function forgetWithTheServer() {
    for (const row of document.querySelectorAll("[data-print]")) {
      row.querySelector("form").addEventListener("submit", () => {
        if (JSON.parse(localStorage.getItem(KEPT) || "{}").print !== row.dataset.print) return;
        localStorage.removeItem(KEPT);
        navigator.serviceWorker.ready.then((worker) => worker.pushManager.getSubscription()).then((it) => it?.unsubscribe());
      });
    }
  }

  function sameKey(subscription) {
    const used = subscription.options?.applicationServerKey;
    return !used || String(new Uint8Array(used)) === String(bytes(key));
  }
}

function whatIsMissing() {
  const apple = /iPhone|iPad/.test(navigator.userAgent) || (navigator.platform === "MacIntel" && navigator.maxTouchPoints > 1);
  if (apple && !("PushManager" in globalThis) && navigator.standalone === false) return "home";
  const able = "serviceWorker" in navigator && "PushManager" in globalThis && "Notification" in globalThis;
  return able ? "" : "unable";
}

function bytes(base64) {
  const plain = atob(base64.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (c) => c.charCodeAt(0));
}

async function print(endpoint) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint));
  return Array.from(new Uint8Array(digest), (b) => b.toString(16).padStart(2, "0")).join("");
}
