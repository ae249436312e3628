// @ts-check
// window.bench: the functions of the automation page, each one message to web/bench_worker.js.

const METHODS = [
  'load', 'edit', 'list', 'search', 'report', 'page', 'registry', 'size', 'sync', 'waitSynced',
  'close',
];
/** AGAIN in web/bench_worker.js: the worker opens the workspace as it is. */
const AGAIN = 'again';

/** @type {Map<number, {resolve: (value: any) => void, reject: (error: Error) => void}>} */
const waiting = new Map();
let last = 0;
/** What the worker has failed with: it may be gone, so nobody waits for it. @type {Error | null} */
let gone = null;
let worker = startWorker('');

/** @param {string} name */
function startWorker(name) {
  gone = null;
  const started = new Worker(new URL('./bench_worker.js', import.meta.url),
    { type: 'module', name });
  started.addEventListener('message', ({ data }) => {
    const call = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.error) call?.reject(new Error(data.error));
    else call?.resolve(data.answer);
  });
  started.addEventListener('error', (event) => {
    gone = new Error(event.message || 'The worker could not be loaded.');
    for (const { reject } of waiting.values()) reject(gone);
    waiting.clear();
  });
  return started;
}

/** @param {string} method @param {any[]} args */
function call(method, args) {
  last += 1;
  const id = last;
  if (gone) return Promise.reject(gone);
  worker.postMessage({ id, method, args });
  return new Promise((resolve, reject) => { waiting.set(id, { resolve, reject }); });
}

/** As when the app is closed and started: a new worker, the module and the files all over. */
async function reopen() {
  const started = performance.now();
  await call('close', []);
  worker.terminate();
  worker = startWorker(AGAIN);
  await call('firstPage', []);
  return { ms: performance.now() - started };
}

const asked = METHODS.map(
  (method) => [method, (/** @type {any[]} */ ...args) => call(method, args)]);
for (const change of ['online', 'offline'])
  window.addEventListener(change, () => { call('network', [navigator.onLine]).catch(() => {}); });
Object.assign(window, { bench: { ...Object.fromEntries(asked), reopen } });
