// Registers the worker that answers when there is no network. The one place that may name a script address.

const address = (path) => {
  if (!globalThis.trustedTypes) return path;
  const policy = trustedTypes.createPolicy("handrail-worker", {
    createScriptURL(given) {
      if (new URL(given, location.origin).href !== new URL("/sw.js", location.origin).href) throw new TypeError("not our worker");
      return given;
    },
  });
  return policy.createScriptURL(path);
};

export default async function register(body) {
  const { serviceWorker } = navigator;
  const found = await serviceWorker.register(address(body.dataset.worker), { scope: "/", updateViaCache: "none" });
  if (found.waiting) offer(document.querySelector("[data-newer]"));

  // A newer version waits until the person says so, or every tab is closed. Where something was typed nothing reloads.
  function offer(line) {
    let typed = false;
    addEventListener("input", () => (typed = true));
    line.hidden = false;
    line.querySelector("button").addEventListener("click", () => {
      line.hidden = true;
      serviceWorker.addEventListener("controllerchange", () => typed || location.reload());
      found.waiting?.postMessage("take over");
    });
  }
}
