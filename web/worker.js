// @ts-check
// The one worker: wasm module, canvas, fonts, store. Everything the person sees is made here.
//
// Messages in:  init {canvas, view, module, workspace, route}; Float32Array of event records (see
//               ui/input.h); text, action, route; all others go to the product's host (./host.js).
// Messages out: packet {bytes, handled}, requests {requests}, settled {frame, handled},
//               state {state}, crashed {reason}.
// Module options that the C++ side reads: canvas, icons, fontFamily.
// Exports that it calls: hf_init, hf_events, hf_text, hf_action, hf_route, hf_frame, hf_packet,
// hf_packet_bytes, hf_requests, hf_requests_bytes, hf_settled, hf_fonts_changed, hf_context_lost,
// hf_context_restored.
//
// With init.workspace the module is the product, and ./host.js gives it files, network and work.

import { REQUESTS } from './roles.js';

const FLOATS_PER_EVENT = 8;
const VIEW_EVENT = 10;
const FONT_FAMILIES = "'Inter UI', system-ui, 'Hiragino Sans', 'Yu Gothic UI', 'Noto Sans JP', " +
  "'Noto Sans CJK JP', 'VL PGothic', sans-serif";
const INTER_RANGE = 'U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, ' +
  'U+0304, U+0308, U+0329, U+2000-206F, U+20AC, U+2122, U+2191, U+2193, U+2212, U+2215';
const INTER_EXTENDED_RANGE = 'U+0100-02BA, U+02BD-02C5, U+02C7-02CC, U+02CE-02D7, U+02DD-02FF, ' +
  'U+1D00-1DBF, U+1E00-1E9F, U+1EF2-1EFF, U+2020, U+20A0-20AB, U+20AD-20C0, U+2113, U+2C60-2C7F';

/** @typedef {Record<string, any>} Module The Emscripten module. */

const scope = /** @type {any} */ (self);
const decoder = new TextDecoder();

/** @type {Module | undefined} */
let module;
/** @type {import('./host.js').Host | undefined} */
let host;
/** @type {OffscreenCanvas} */
let canvas;
/** Size that the next frame gives to the canvas. */
let size = { width: 1, height: 1 };
/** @type {any[]} */
const early = [];
let frameAsked = false;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let alarm;
let settled = -1;
/** Messages of the page handled so far. */
let handled = 0;
/** From the page's clock to this worker's, milliseconds. */
let clockOffset = 0;
/** For measurements: frames so far, the time they took, and what each of the last ones took. */
const totals = {
  frames: 0, milliseconds: 0, longest: 0, recent: /** @type {number[]} */ ([]),
};
const RECENT_FRAMES_MAX = 1_000;

/** @param {string} file @param {string} range */
function makeFont(file, range) {
  return new FontFace('Inter UI', `url(${new URL(file, import.meta.url)})`, {
    weight: '100 900', unicodeRange: range,
  });
}

/** The brand font is a matter of looks: without it the device's own fonts serve. */
async function loadFonts() {
  try {
    const font = makeFont('./fonts/inter_latin.woff2', INTER_RANGE);
    await font.load();
    scope.fonts.add(font);
    void useExtendedFont();
  } catch (error) {
    console.warn('The brand font could not be loaded:', error);
  }
}

/** None of our languages needs these letters, some names do: the browser fetches the file when one
 * is drawn for the first time. A canvas looks its font up again only under another name. */
async function useExtendedFont() {
  const font = makeFont('./fonts/inter_latin_ext.woff2', INTER_EXTENDED_RANGE);
  scope.fonts.add(font);
  try {
    await font.loaded;
  } catch (error) {
    return console.warn('Letters beyond Latin-1 are drawn with a font of this device:', error);
  }
  if (!module) return;
  module.fontFamily = `${FONT_FAMILIES}, sans-serif`;
  module._hf_fonts_changed();
  askForFrame();
}

/** @param {{ width: number, height: number, ratio: number }} view */
function setSize(view) {
  size = {
    width: Math.max(1, Math.round(view.width * view.ratio)),
    height: Math.max(1, Math.round(view.height * view.ratio)),
  };
}

/** @param {any} init */
async function start(init) {
  canvas = init.canvas;
  clockOffset = init.timeOrigin - performance.timeOrigin;
  setSize(init.view);
  const [{ default: createModule }, { default: icons }, product] = await Promise.all([
    import(new URL(init.module, import.meta.url).href),
    import(new URL('./icons.js', import.meta.url).href),
    init.workspace ? import('./host.js') : undefined, loadFonts(),
  ]);
  const opening = product?.openFiles(init.workspace);
  const made = await createModule({ canvas, icons, fontFamily: FONT_FAMILIES });
  const page = { kick: askForFrame, post: (/** @type {object} */ message) => postMessage(message) };
  if (product && opening) host = new product.Host(made, page, init.workspace);
  canvas.addEventListener('webglcontextlost', (event) => {
    event.preventDefault();
    made._hf_context_lost();
  });
  canvas.addEventListener('webglcontextrestored', () => {
    made._hf_context_restored();
    askForFrame();
  });
  if (!made._hf_init()) return postMessage({ type: 'state', state: 'error' });
  module = made;
  if (init.route) callWithText('_hf_route', init.route);
  for (const message of early.splice(0)) handle(message);
  askForFrame();
  if (host && opening) await host.start(opening);
  else postMessage({ type: 'state', state: 'ready' });
}

function askForFrame() {
  if (frameAsked || !module) return;
  frameAsked = true;
  if (scope.requestAnimationFrame) scope.requestAnimationFrame(drawFrame);
  else setTimeout(() => drawFrame(performance.now()), 16);
}

/** @param {number} now */
function drawFrame(now) {
  frameAsked = false;
  if (!module) return;
  const started = performance.now();
  clearTimeout(alarm);
  if (canvas.width !== size.width || canvas.height !== size.height)
    Object.assign(canvas, size);
  const wake = module._hf_frame(now);
  sendPacket(module);
  sendRequests(module);
  const settledNow = module._hf_settled();
  if (settledNow !== settled) {
    settled = settledNow;
    postMessage({ type: 'settled', frame: settled, handled });
  }
  if (wake === 0) askForFrame();
  else if (wake > 0) alarm = setTimeout(askForFrame, wake);
  host?.afterFrame();
  const spent = performance.now() - started;
  totals.frames += 1;
  totals.milliseconds += spent;
  totals.longest = Math.max(totals.longest, spent);
  totals.recent.push(spent);
  if (totals.recent.length > RECENT_FRAMES_MAX) totals.recent.shift();
}

/** @param {Module} from */
function sendPacket(from) {
  const bytes = from._hf_packet_bytes();
  if (!bytes) return;
  const at = from._hf_packet();
  const copy = from.HEAPU8.slice(at, at + bytes).buffer;
  scope.postMessage({ type: 'packet', bytes: copy, handled }, [copy]);
}

/** @param {Module} from */
function sendRequests(from) {
  const bytes = from._hf_requests_bytes();
  if (!bytes) return;
  const at = from._hf_requests();
  postMessage({ type: 'requests', requests: readRequests(from.HEAPU8.slice(at, at + bytes)) });
}

/** @param {Uint8Array} bytes */
function readRequests(bytes) {
  const view = new DataView(bytes.buffer);
  const requests = [];
  let at = 0;
  const text = () => {
    const length = view.getUint32(at, true);
    at += 4 + length;
    return decoder.decode(bytes.subarray(at - length, at));
  };
  while (at < bytes.length) {
    const kind = REQUESTS[bytes[at++]];
    requests.push({ kind, first: text(), second: text() });
  }
  return requests;
}

/** @param {Float32Array} records */
function onEvents(records) {
  if (!module) return;
  for (let at = 0; at < records.length; at += FLOATS_PER_EVENT) {
    records[at + 1] += clockOffset;
    if (records[at] !== VIEW_EVENT) continue;
    setSize({ width: records[at + 2], height: records[at + 3], ratio: records[at + 4] });
  }
  const room = module._malloc(records.byteLength);
  module.HEAPF32.set(records, room >> 2);
  module._hf_events(room, records.length / FLOATS_PER_EVENT);
  module._free(room);
}

/** Calls an export whose last argument is a string.
 * @param {string} name @param {...(number | string)} values */
function callWithText(name, ...values) {
  if (!module) return;
  const text = new TextEncoder().encode(String(values.pop()));
  const room = module._malloc(text.length + 1);
  module.HEAPU8.set(text, room);
  module.HEAPU8[room + text.length] = 0;
  module[name](...values, room);
  module._free(room);
}

/** @param {any} message */
function handle(message) {
  if (!module) return;
  handled += 1;
  if (host?.onMessage(message)) return;
  if (message instanceof Float32Array) onEvents(message);
  else if (message.type === 'text')
    callWithText('_hf_text', message.node, message.version, message.composing ? 1 : 0,
      message.value);
  else if (message.type === 'action')
    module._hf_action(message.action, message.node, message.amount);
  else if (message.type === 'route') callWithText('_hf_route', message.route);
  else if (message.type === 'totals') postMessage({ type: 'totals', totals });
  askForFrame();
}

/** After a trap nothing in the module can be trusted: no frame, no event, no write comes after it.
 * @param {string} reason */
function stop(reason) {
  module = undefined;
  host?.stop();
  postMessage({ type: 'crashed', reason });
}

self.addEventListener('error', (event) => stop(event.message));
self.addEventListener('unhandledrejection', (event) => stop(String(event.reason)));
self.addEventListener('message', ({ data }) => {
  if (data.type === 'init') {
    handled += 1;
    start(data).catch((error) => {
      console.error('Holdfast could not start:', error);
      postMessage({ type: 'state', state: 'error' });
    });
  } else if (module) {
    handle(data);
  } else {
    early.push(data);
  }
});
