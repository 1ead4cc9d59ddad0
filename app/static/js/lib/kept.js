// What this device keeps of a person, and how it is sent: one script for pages and for the worker, which browsers of the
// age that we support load without modules. Pages take it from vault.js and outbox.js.

(() => {
  // The vault: what is kept, sealed. Keys never leave the browser and cannot be read by any script: what is stored is
  // of no use outside this browser profile. It is no lock against somebody who has the unlocked phone.

  const NAME = "handrail";
  const STORES = ["key", "waiting", "copy"]; // keys by name; what waits to be sent; the copy of a plan

  const asked = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });

  function database() {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => STORES.forEach((store) => request.result.createObjectStore(store, { keyPath: "id" }));
    return asked(request);
  }

  // One change, on the disk before it is called done. `act` gets the store and gives a request, or nothing.
  async function change(store, act) {
    const db = await database();
    try {
      const transaction = db.transaction(store, "readwrite", { durability: "strict" });
      const request = act(transaction.objectStore(store));
      await new Promise((resolve, reject) => {
        transaction.oncomplete = resolve;
        transaction.onabort = transaction.onerror = () => reject(transaction.error ?? request?.error);
      });
      return request?.result;
    } finally {
      db.close();
    }
  }

  async function look(store, act) {
    const db = await database();
    try {
      return await asked(act(db.transaction(store).objectStore(store)));
    } finally {
      db.close();
    }
  }

  const put = (store, row) => change(store, (rows) => rows.put(row));
  const add = (store, row) => change(store, (rows) => rows.add(row)); // rejects when the id is there
  const get = (store, id) => look(store, (rows) => rows.get(id));
  const all = (store) => look(store, (rows) => rows.getAll());
  const remove = (store, id) => change(store, (rows) => rows.delete(id));
  const empty = (store) => change(store, (rows) => rows.clear());

  // The key of that name, made when there is none. Two tabs that make one at once end up with the same.
  async function key(name) {
    const there = await get("key", name);
    if (there) return there.key;
    const fresh = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    const problem = await add("key", { id: name, key: fresh }).catch((why) => why);
    const stored = await get("key", name);
    if (!stored) throw problem; // no room, for one
    return stored.key;
  }

  // Any JSON, sealed under the key of that name and bound to that name.
  async function seal(name, value) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(value));
    const bound = new TextEncoder().encode(name);
    return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bound }, await key(name), plain) };
  }

  // What was sealed, or null when its key is gone or it was changed.
  async function unseal(name, sealed) {
    const there = await get("key", name);
    if (!there) return null;
    const bound = new TextEncoder().encode(name);
    try {
      const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv, additionalData: bound }, there.key, sealed.data);
      return JSON.parse(new TextDecoder().decode(plain));
    } catch {
      return null;
    }
  }

  // Without its key nothing sealed under that name can ever be read again.
  const forgetKey = (name) => remove("key", name);

  // The outbox: what waits to be sent, bound to its account, sent in order and once each.

  const NEWS = "handrail-outbox";
  const PATIENCE = 20000; // ms for one answer
  const LONGEST = 600000; // ms that a server may ask us to wait before the next try
  const TRIES = 5; // after so many broken answers the others need not wait for this one

  const SETTLED = ["look", "refused"]; // what a person has to look at first

  const sealName = (account) => `waiting ${account}`;

  // Oldest first, by their count: clocks may change. `entry` is null where nothing can be read any more.
  async function waiting() {
    const rows = (await all("waiting")).sort((a, b) => a.n - b.n);
    return Promise.all(rows.map(async (row) => ({ ...row, entry: await unseal(sealName(row.account), row) })));
  }

  async function hold({ id, account, n, entry }) {
    const rows = await all("waiting");
    const count = n ?? rows.find((row) => row.id === id)?.n ?? Math.max(0, ...rows.map((row) => row.n)) + 1;
    await put("waiting", { id, account, n: count, ...(await seal(sealName(account), entry)) });
  }

  const drop = (id) => remove("waiting", id);

  const here = (patience = PATIENCE) => ask("/here", { signal: AbortSignal.timeout(patience) });

  // One sender at a time, over all tabs and the worker. Gives what became of each, by id.
  // `byItself`: nobody pressed for it, so a pause that the server asked for is kept.
  const flush = (byItself) => navigator.locks.request(NEWS, () => sendAll(byItself));

  const onNews = (listener) => (new BroadcastChannel(NEWS).onmessage = (event) => listener(event.data));

  // The server asked for a pause that is not over. A clock that was set back makes none longer.
  const rests = ({ entry }) => entry?.until > Date.now() && entry.until <= Date.now() + LONGEST;

  async function sendAll(byItself) {
    const came = {};
    const rows = await waiting();
    const who = rows.some(({ entry }) => entry && !SETTLED.includes(entry.state)) && !(byItself && rows.some(rests)) ? await here() : {};
    let stopped = who.csrf ? "" : who.account === null ? "out" : "away";
    for (const row of rows) {
      const { id, account, entry } = row;
      if (!entry || SETTLED.includes(entry.state)) continue;
      if (who.account && account !== who.account) came[id] = { state: "other" };
      else if (stopped) came[id] = { state: stopped, wait: who.wait };
      else {
        came[id] = await send(entry, who.csrf);
        if (["away", "out"].includes(came[id].state) && !(entry.tries > TRIES)) stopped = came[id].state;
      }
      await note(row, came[id]);
    }
    const news = new BroadcastChannel(NEWS);
    news.postMessage(came);
    news.close();
    return came;
  }

  // Sends one thing and says what became of it: stored, refused in words, out (nobody is signed in), away (anything else).
  async function send({ path, fields, at }, csrf) {
    const body = new URLSearchParams([...fields, ["done_at", at], ["sent_at", Date.now()]]);
    const answer = await ask(path, { method: "POST", body, headers: { Accept: "application/json", "X-CSRFToken": csrf } });
    const { status, stored, address, look, words, fields: wrong, wait } = answer;
    if (stored) return { state: look ? "look" : address ? "stored" : "back", address }; // back: and taken back since
    if (status === 401) return { state: "out" };
    if (status < 400 || status === 429 || status >= 500) return { state: "away", broken: status >= 500, wait };
    return { state: "refused", words: Object.values(wrong ?? {}).join(" ") || words };
  }

  async function note(row, { state, address, words, broken, wait }) {
    const there = await get("waiting", row.id);
    if (String(there?.iv) !== String(row.iv)) return; // changed or thrown away while it was under way
    if (["stored", "back"].includes(state)) return drop(row.id);
    const tries = (row.entry.tries ?? 0) + (broken ? 1 : 0);
    if (row.entry.state === state && row.entry.tries === tries && !wait) return;
    const until = Date.now() + Math.min(wait * 1000, LONGEST); // no number: no pause
    await hold({ ...row, entry: { ...row.entry, state, address, words, tries, until } });
  }

  async function ask(path, more) {
    try {
      const answer = await fetch(path, { cache: "no-store", redirect: "error", signal: AbortSignal.timeout(PATIENCE), ...more });
      return { ...(await answer.json().catch(() => ({}))), status: answer.status, wait: answer.headers.get("Retry-After") };
    } catch {
      return { status: 0 };
    }
  }

  globalThis.kept = { put, add, get, all, remove, empty, seal, unseal, forgetKey, waiting, hold, drop, here, flush, onNews, send };
})();
