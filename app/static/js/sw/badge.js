// A number on the icon is of the day on which Today was last open. A message of a later hour takes it away.
addEventListener("push", (event) => event.waitUntil(navigator.clearAppBadge?.()));
