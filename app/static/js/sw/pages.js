// Answers when the network does not. Pages about a person are never kept here.

const RELEASE = "__RELEASE__";
const FILES = ["__FILES__"];
const OFFLINE = "__OFFLINE__";
const HELP = "__HELP__";
const WAITING = "__WAITING__"; // an empty page: its list comes from this device
const OURS = "handrail-static-";
const CACHE = OURS + RELEASE;

// Public pages only, and fetched so that nothing of a session is in them.
const fresh = (path) => new Request(path, { cache: "reload" });

addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([...FILES, OFFLINE, HELP, WAITING].map(fresh))));
});

addEventListener("activate", (event) => {
  const old = (name) => name.startsWith(OURS) && name !== CACHE;
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))))
      .then(() => clients.claim()),
  );
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(url.pathname === HELP && request.method === "GET" ? help(request) : page(request));
  } else if (request.method === "GET" && FILES.includes(url.pathname)) {
    event.respondWith(caches.match(request, { cacheName: CACHE }).then((kept) => kept || fetch(request)));
  }
});

const kept = async (path) => (await caches.match(path, { cacheName: CACHE, ignoreVary: true })) || Response.error();

// The network first; without it the offline page, whatever was asked, or the list of what waits.
const page = (request) => fetch(request).catch(() => kept(new URL(request.url).pathname === WAITING ? WAITING : OFFLINE));

// Help must not wait for a weak network: after a second the kept page is shown, and the newer one kept for next time.
async function help(request) {
  const newer = fetch(request).then(async (answer) => {
    if (answer.ok && !answer.redirected) await (await caches.open(CACHE)).put(HELP, answer.clone());
    return answer;
  });
  const patience = new Promise((resolve) => setTimeout(resolve, 900));
  try {
    return (await Promise.race([newer, patience])) || (await caches.match(HELP, { cacheName: CACHE, ignoreVary: true })) || (await newer);
  } catch {
    return kept(HELP);
  }
}
