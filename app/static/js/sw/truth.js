// What became of a message: shown, opened. Its token is in the address it opens, and is of use for nothing else.

// The address without its token, and the token.
function parted(navigate) {
  const address = new URL(navigate || "/", location.origin);
  const token = address.searchParams.get("n");
  address.searchParams.delete("n");
  return [address.href, token];
}

// No cookie goes along, and nothing waits for an answer: a report that is lost costs only the knowledge.
const tell = (what, token) =>
  token && fetch("__SEEN__", { method: "POST", credentials: "omit", keepalive: true, body: new URLSearchParams({ what, token }) }).catch(() => {});

// The browser changed its address by itself. Without a session, the next page that is opened mends it.
addEventListener("pushsubscriptionchange", (event) => {
  const old = event.oldSubscription;
  if (old) event.waitUntil(renew(old, event.newSubscription));
});

async function renew(old, fresh) {
  fresh ??= await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: old.options.applicationServerKey });
  await fetch("__RENEW__", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ old: old.endpoint, ...fresh.toJSON() }),
  });
}
