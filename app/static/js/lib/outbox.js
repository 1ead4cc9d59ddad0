// What waits to be sent from this device: see kept.js.

import "./kept.js";

export const { waiting, hold, drop, here, flush, onNews, send } = globalThis.kept;
