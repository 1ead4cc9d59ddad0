// What this device keeps of a person, sealed, and what waits to be sent: see kept.js. And what its pages share.

import "./kept.js";

export const { put, get, all, remove, empty, seal, unseal, forgetKey, waiting, hold, drop, here, flush, onNews, send } = globalThis.kept;

export const make = (tag, more) => Object.assign(document.createElement(tag), more);

// As if the person had pressed a form with these fields: the server's own page comes.
export function post(action, fields) {
  const form = make("form", { method: "post", action, hidden: true });
  form.append(...fields.map(([name, value]) => make("input", { type: "hidden", name, value })));
  document.body.append(form);
  form.submit();
}
