// What this device keeps of a person, sealed, and what waits to be sent: see kept.js.

import "./kept.js";

export const { put, get, all, remove, empty, seal, unseal, forgetKey, waiting, hold, drop, here, flush, onNews, send } = globalThis.kept;
