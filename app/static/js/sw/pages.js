// Answers when the network does not. Pages about a person are never kept here.

const RELEASE = "__RELEASE__";
const FILES = ["__FILES__"];
const OFFLINE = "__OFFLINE__";
const HELP = "__HELP__";
const WAITING = "__WAITING__"; // empty pages: what they show comes from this device
const LEAVE = "__LEAVE__";
const COPY = "__COPY__";
const OURS = "handrail-static-";
const CACHE = OURS + RELEASE;

// Public pages only, and fetched so that nothing of a session is in them.
const fresh = (path) => new Request(path, { cache: "reload" });

addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([...FILES, OFFLINE, HELP, WAITING, LEAVE, COPY].map(fresh))));
});

// Only when the person pressed "Use the new version": never by itself in the middle of a form.
addEventListener("message", (event) => {
  if (event.data === "take over") skipWaiting();
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
    event.respondWith([HELP, COPY].includes(url.pathname) && request.method === "GET" ? soon(request, url.pathname) : page(request, url.pathname));
  } else if (request.method === "GET" && FILES.includes(url.pathname)) {
    event.respondWith(caches.match(request, { cacheName: CACHE }).then((kept) => kept || fetch(request)));
  }
});

const kept = async (path) => (await caches.match(path, { cacheName: CACHE, ignoreVary: true })) || Response.error();

// The network first; without it the offline page, whatever was asked, or the list of what waits, or signing out.
const page = (request, path) => fetch(request).catch(() => kept(path === WAITING ? path : /^.sign-out/.test(path) ? LEAVE : OFFLINE));

// Help and the copy must not wait for a weak network: after a second the kept page is shown, and the newer one kept.
async function soon(request, path) {
  const newer = fetch(request).then(async (answer) => {
    // a page of a newer release wants files that are not kept yet
    const ours = answer.ok && !answer.redirected && (await answer.clone().text()).includes(FILES[0]);
    if (ours) await (await caches.open(CACHE)).put(path, answer.clone());
    return answer;
  });
  const patience = new Promise((resolve) => setTimeout(resolve, 900));
  try {
    return (await Promise.race([newer, patience])) || (await caches.match(path, { cacheName: CACHE, ignoreVary: true })) || (await newer);
  } catch {
    return kept(path);
  }
}
