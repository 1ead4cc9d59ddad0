// Chromium cannot really subscribe without its maker's service: here the test's own keys stand in for a subscription.
(() => {
  const given = "__SUBSCRIPTION__";
  const kept = (name, value) => (value === undefined ? localStorage.getItem(name) : localStorage.setItem(name, value));
  const subscription = (options) => ({
    endpoint: given.endpoint,
    options,
    toJSON: () => given,
    unsubscribe: async () => {
      localStorage.removeItem("stand-in");
      return true;
    },
  });
  Object.defineProperty(Notification, "permission", { get: () => kept("permission") ?? "default" });
  Notification.requestPermission = async () => {
    kept("asked", Number(kept("asked") ?? 0) + 1);
    kept("permission", kept("answer") ?? "granted");
    return Notification.permission;
  };
  PushManager.prototype.getSubscription = async () => (kept("stand-in") ? subscription({}) : null);
  PushManager.prototype.subscribe = async (options) => {
    if (Notification.permission !== "granted") throw new DOMException("not allowed", "NotAllowedError");
    kept("stand-in", "yes");
    return subscription({ applicationServerKey: options.applicationServerKey.buffer });
  };
})();
