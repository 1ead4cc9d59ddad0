// Where the browser wakes the worker when there is a network again, nobody has to open the app to send what waits.
// Loaded only there: the same script as on the pages.
if (globalThis.SyncManager) {
  const ours = globalThis.trustedTypes?.createPolicy("handrail-worker", { createScriptURL: (path) => path });
  importScripts(ours ? ours.createScriptURL("__OUTBOX__") : "__OUTBOX__");
  addEventListener("sync", (event) => {
    if (event.tag === "outbox") event.waitUntil(globalThis.kept.flush(true).then(later));
  });
}

function later(came) {
  if (Object.values(came).some(({ state }) => state === "away")) throw new Error("the browser asks again later");
}
