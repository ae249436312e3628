// @ts-check
// The product's module, storage and host in a worker, on an empty workspace, for measurements.
//
// Rows and questions go through wasm/src/measurement.cpp to the same write and query paths that the
// screens use. Times are taken here, around each call, so that passing JSON counts against us.

import { Host } from './host.js';
import { BENCH_WORKSPACE, openFiles } from './workspaces.js';

/** Name of the worker that finds what the one before it has kept. */
const AGAIN = 'again';
const SYNC_MS_MAX = 120_000;
const ROWS_PER_CALL = 2_000;
/** In the order in which links allow them to be made; how the ids of each begin. */
const TABLES = { accounts: 'ac', contacts: 'co', workorders: 'wo' };
const FIRST_PAGE = { status: 'open', assignee: 'tech01', limit: 50 };

const encoder = new TextEncoder();
const decoder = new TextDecoder();
/** @type {import('./types/holdfast.js').HoldfastModule} */
let module;
/** @type {Host} */
let host;
const traffic = { up: 0, down: 0 };

async function emptyWorkspace() {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle('holdfast', { create: true });
  await folder.removeEntry(BENCH_WORKSPACE, { recursive: true }).catch((error) => {
    if (error.name !== 'NotFoundError') throw error;
  });
}

/** Counts what the host's requests carry, as the browser transfers it. */
function countTraffic() {
  const plainFetch = self.fetch.bind(self);
  self.fetch = async (input, init) => {
    const body = /** @type {any} */ (init?.body);
    traffic.up += body?.byteLength ?? body?.length ?? 0;
    const reply = await plainFetch(input, init);
    const whole = await reply.clone().arrayBuffer();
    const sent = Number(reply.headers.get('content-length') ?? whole.byteLength);
    traffic.down += sent;
    return reply;
  };
}

async function start() {
  if (self.name !== AGAIN) await emptyWorkspace();
  countTraffic();
  const [{ default: createModule }, { default: icons }] = await Promise.all([
    import(new URL('./holdfast.js', import.meta.url).href),
    import(new URL('./icons.js', import.meta.url).href),
  ]);
  const opening = openFiles('bench');
  const canvas = new OffscreenCanvas(1280, 800);
  module = await createModule({ canvas, icons, fontFamily: 'sans-serif' });
  const kick = () => setTimeout(() => {
    module._hf_frame(performance.now());
    host.afterFrame();
  });
  host = new Host(module, { kick, post: () => {} }, 'bench');
  if (!module._hf_init()) throw new Error('This browser has no WebGL 2.');
  await host.start(opening);
}

/** @param {string} text */
function copyIn(text) {
  const bytes = encoder.encode(text);
  const at = module._malloc(bytes.length + 1);
  module.HEAPU8.set(bytes, at);
  module.HEAPU8[at + bytes.length] = 0;
  return at;
}

/** @param {string} method @param {string} [subject] @param {string} [body] @returns {string} */
function measure(method, subject = '', body = '') {
  const texts = [method, subject, body].map(copyIn);
  const at = module._hf_measure(texts[0], texts[1], texts[2]);
  for (const text of texts) module._free(text);
  if (at === 0) throw new Error('The workspace could not be opened.');
  const answer = decoder.decode(module.HEAPU8.subarray(at, module.HEAPU8.indexOf(0, at)));
  if (answer.startsWith('!')) throw new Error(`${method} failed: ${answer.slice(1)}`);
  return answer;
}

/** @template T @param {() => T} body @returns {{ ms: number, answer: T }} */
function timed(body) {
  const started = performance.now();
  const answer = body();
  return { ms: performance.now() - started, answer };
}

/** @param {object} question */
const ask = (/** @type {string} */ method, question = {}) => {
  const { ms, answer } = timed(() => JSON.parse(measure(method, '', JSON.stringify(question))));
  return { ms, answer };
};

/** One array may mix the tables: the first two letters of an id say which one it is for. */
/** @typedef {{ id: string }} Row */
/** @param {Record<string, Row[]> | Row[]} rows @returns {Record<string, Row[]>} */
function byTable(rows) {
  if (!Array.isArray(rows)) return rows;
  return Object.fromEntries(Object.entries(TABLES).map(
    ([table, prefix]) => [table, rows.filter(({ id }) => id.startsWith(prefix))]));
}

/** @param {Record<string, Row[]> | Row[]} rows */
function load(rows) {
  return { ms: timed(() => {
    const tables = byTable(rows);
    for (const table of Object.keys(TABLES)) {
      const all = tables[table] ?? [];
      for (let at = 0; at < all.length; at += ROWS_PER_CALL)
        measure('load', table, JSON.stringify(all.slice(at, at + ROWS_PER_CALL)));
    }
  }).ms };
}

async function untilSynced() {
  const started = performance.now();
  const before = { ...traffic };
  for (;;) {
    const { synced, problem, pending, needsAttention } = JSON.parse(measure('status'));
    if (problem) throw new Error(`The device could not be enrolled: ${problem}`);
    if (synced) break;
    if (pending === 0 && needsAttention > 0)
      throw new Error(`The server refused or disputes ${needsAttention} changes.`);
    if (performance.now() - started > SYNC_MS_MAX)
      throw new Error(`Still not in sync, ${pending} changes wait.`);
    await new Promise((next) => setTimeout(next, 1));
  }
  const ms = performance.now() - started;
  return { ms, bytesUp: traffic.up - before.up, bytesDown: traffic.down - before.down };
}

/** @type {Record<string, (...args: any[]) => any>} */
const METHODS = {
  load,
  edit: (/** @type {object[]} */ operations) => {
    const each = operations.map(
      (operation) => timed(() => measure('edit', '', JSON.stringify(operation))).ms);
    return { ms: each.reduce((sum, ms) => sum + ms, 0), each };
  },
  list: (question) => {
    const { ms, answer } = ask('list', question);
    return { ms, ids: answer };
  },
  search: (question) => {
    const { ms, answer } = ask('search', question);
    return { ms, ids: answer };
  },
  report: () => {
    const { ms, answer } = ask('report');
    return { ms, rows: answer };
  },
  page: (/** @type {string} */ account) => {
    const { ms, answer } = timed(() => JSON.parse(measure('page', '', account)));
    return { ms, ...answer };
  },
  registry: (/** @type {[string, string][]} */ documents) => {
    const body = documents.map(([name, text]) => `${name}\t${text}\n`).join('');
    const { ms, answer } = timed(() => JSON.parse(measure('registry', '', body)));
    return { ms, modules: answer };
  },
  network: (/** @type {boolean} */ online) => host.onMessage({ type: 'online', online }),
  // reopen() ends this worker after it and starts another one with the name AGAIN.
  close: () => host.onMessage({ type: 'leaving' }),
  firstPage: () => { ask('list', FIRST_PAGE); },
  size: () => {
    const storage = module.storage;
    const sizes = storage.handles.map((_, slot) => storage.size(slot));
    return { disk: sizes.reduce((sum, bytes) => sum + Math.max(0, bytes), 0),
      heap: module.HEAPU8.length };
  },
  sync: async (/** @type {string} */ address, /** @type {string} */ code) => {
    if (new URL(address).origin !== self.location.origin)
      throw new Error(`Open bench.html from ${address}: a workspace syncs with its own server.`);
    measure('enrol', '', code);
    return untilSynced();
  },
  waitSynced: untilSynced,
};

const started = start();

self.addEventListener('message', async ({ data: { id, method, args } }) => {
  try {
    await started;
    self.postMessage({ id, answer: await METHODS[method](...args) });
  } catch (error) {
    self.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
