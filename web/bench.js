// @ts-check
// window.bench: the functions of the automation page, each one message to web/bench_worker.js.

const METHODS = [
  'load', 'edit', 'list', 'search', 'report', 'reopen', 'size', 'sync', 'waitSynced',
];

const worker = new Worker(new URL('./bench_worker.js', import.meta.url), { type: 'module' });
/** @type {Map<number, {resolve: (value: any) => void, reject: (error: Error) => void}>} */
const waiting = new Map();
let last = 0;

worker.addEventListener('message', ({ data }) => {
  const call = waiting.get(data.id);
  waiting.delete(data.id);
  if (data.error) call?.reject(new Error(data.error));
  else call?.resolve(data.answer);
});
worker.addEventListener('error', (event) => {
  for (const { reject } of waiting.values()) reject(new Error(event.message));
});

/** @param {string} method @param {any[]} args */
function call(method, args) {
  last += 1;
  const id = last;
  worker.postMessage({ id, method, args });
  return new Promise((resolve, reject) => { waiting.set(id, { resolve, reject }); });
}

Object.assign(window, {
  bench: Object.fromEntries(METHODS.map(
    (method) => [method, (/** @type {any[]} */ ...args) => call(method, args)])),
});
