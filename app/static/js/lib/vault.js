// What this device keeps of a person, sealed: see kept.js.

import "./kept.js";

export const { put, add, get, all, remove, empty, seal, unseal, forgetKey } = globalThis.kept;
