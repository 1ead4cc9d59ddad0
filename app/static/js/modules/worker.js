// Registers the worker that answers when there is no network. The one place that may name a script address.

const ADDRESS = "/sw.js"; // all that the policy can give, whatever it is asked for
const policy = globalThis.trustedTypes?.createPolicy("handrail-worker", { createScriptURL: () => ADDRESS });

export default async function register() {
  const { serviceWorker } = navigator;
  const found = await serviceWorker.register(policy?.createScriptURL("") ?? ADDRESS, { scope: "/", updateViaCache: "none" });
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
