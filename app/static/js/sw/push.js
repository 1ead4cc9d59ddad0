// Every push shows something, even one that we cannot read; the words come from the server and name no health matter.
addEventListener("push", (event) => {
  event.waitUntil(show(event.data).catch(() => registration.showNotification("Handrail", { tag: "handrail", icon: "__ICON__", badge: "__BADGE__" })));
});

async function show(data) {
  let words = {};
  try {
    words = data.json().notification ?? {};
  } catch {
    // not ours or damaged: the name alone is shown
  }
  const { title, body, navigate, tag, lang, dir, silent, timestamp, actions = [] } = words;
  const [page, token] = readable(navigate);
  await registration.showNotification(title || "Handrail", {
    body: body || "",
    tag: tag || "handrail",
    lang: lang || "",
    dir: dir || "auto",
    silent: silent === true,
    icon: "__ICON__",
    badge: "__BADGE__",
    timestamp,
    actions: actions.map(({ action, title }) => ({ action, title })),
    data: { ...Object.fromEntries(actions.map((one) => [one.action, readable(one.navigate)[0]])), navigate: page, token },
  });
  await tell("shown", token);
}

function readable(navigate) {
  try {
    return parted(navigate);
  } catch {
    return ["/"]; // an address that cannot be read: the first page
  }
}

// A tap opens the page and changes nothing; *Done* and *Later* open pages that ask. Addresses elsewhere open our first page instead.
addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { data } = event.notification;
  event.waitUntil(Promise.all([open(data?.[event.action || "navigate"]), tell("opened", data?.token)]));
});

async function open(navigate) {
  let target = new URL("/", location.origin);
  try {
    const asked = new URL(navigate, location.origin);
    if (asked.origin === location.origin) target = asked;
  } catch {
    // an address that cannot be read: the first page
  }
  const windows = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = windows.find((one) => one.url === target.href);
  return there ? there.focus() : clients.openWindow(target.href);
}
