// What this device keeps of a person, sealed. Keys never leave the browser and cannot be read by any script: what is
// stored is of no use outside this browser profile. It is no lock against somebody who has the unlocked phone.

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

export const put = (store, row) => change(store, (rows) => rows.put(row));
export const add = (store, row) => change(store, (rows) => rows.add(row)); // rejects when the id is there
export const get = (store, id) => look(store, (rows) => rows.get(id));
export const all = (store) => look(store, (rows) => rows.getAll());
export const remove = (store, id) => change(store, (rows) => rows.delete(id));
export const empty = (store) => change(store, (rows) => rows.clear());

// The key of that name, made when there is none. Two tabs that make one at once end up with the same.
async function key(name) {
  const there = await get("key", name);
  if (there) return there.key;
  const fresh = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await add("key", { id: name, key: fresh }).catch(() => {});
  return (await get("key", name)).key;
}

// Any JSON, sealed under the key of that name and bound to that name.
export async function seal(name, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(value));
  const bound = new TextEncoder().encode(name);
  return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bound }, await key(name), plain) };
}

// What was sealed, or null when its key is gone or it was changed.
export async function unseal(name, sealed) {
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
export const forgetKey = (name) => remove("key", name);
