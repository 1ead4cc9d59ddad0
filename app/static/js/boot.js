// Starts what a page asks for. A page is whole without it: each module only improves an element that already works.

const start = (element) =>
  Promise.all(
    element.dataset.module.split(" ").map(async (name) => {
      try {
        const small = await import("./modules/small.js");
        (small[name] ?? (await import(`./modules/${name}.js`)).default)(element);
      } catch (problem) {
        console.warn(`${name} did not start:`, problem);
      }
    }),
  );

document.querySelectorAll("[data-module]").forEach(start);

// A trembling hand presses twice: the same form goes off once. Coming back to the page clears it.
const sent = new WeakMap();
document.addEventListener("submit", (event) => {
  const last = sent.get(event.target) ?? -Infinity;
  if (event.timeStamp - last < 1500) event.preventDefault();
  else sent.set(event.target, event.timeStamp);
});

// A page that Back brings may be of somebody who signed out: it is kept empty.
onpagehide = onpageshow = ({ persisted }) => {
  if (!persisted || !document.querySelector("[name=csrf-token]")) return;
  if (document.body.hidden) location.reload();
  document.body.hidden = true;
};

if (document.body.dataset.worker && "serviceWorker" in navigator) {
  import("./modules/small.js").then((small) => small.worker()).catch(() => {});
}

// Reminders were turned on in this browser: see that they still arrive. The page that sets them does so itself.
if (localStorage["handrail-push"] && !document.querySelector("[data-module~=push]")) {
  import("./lib/subscription.js").then((push) => push.mend()).catch(() => {});
}

// A copy of a plan is kept on this device: see that it may stay. The page that opens it does so itself.
if (localStorage["handrail-copy"] && !document.querySelector("[data-module~=copy-open]")) {
  import("./lib/copy.js").then((copy) => copy.check()).catch(() => {});
}

// A number on the icon was asked for. The page that sets it does so itself.
if (localStorage["handrail-badge"] && !document.querySelector("[data-module~=badge]")) {
  import("./modules/small.js").then((small) => small.badge()).catch(() => {});
}
