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

export default function register(body) {
  return navigator.serviceWorker.register(address(body.dataset.worker), { scope: "/", updateViaCache: "none" });
}
