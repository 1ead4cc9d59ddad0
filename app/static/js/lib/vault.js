// What this device keeps of a person, sealed, and what waits to be sent: see kept.js. And what its pages share.

import "./kept.js";

export const { put, get, all, remove, empty, seal, unseal, forgetKey, waiting, hold, drop, here, flush, onNews, send } = globalThis.kept;

export const make = (tag, more) => Object.assign(document.createElement(tag), more);

// What is stored and only has to be read is sent.
export const isUnsent = ({ entry }) => entry?.state !== "look";

// As if the person had pressed a form with these fields: the server's own page comes, asks back or shows what to put
// right, and takes the entry over (see waits.js).
export function handOver(id, { path, fields }, csrf) {
  sessionStorage.setItem("handrail-asked", id);
  const form = make("form", { method: "post", action: path, hidden: true });
  form.append(...[...fields, ["csrf_token", csrf], ["held", id]].map(([name, value]) => make("input", { type: "hidden", name, value })));
  document.body.append(form);
  form.submit();
}
