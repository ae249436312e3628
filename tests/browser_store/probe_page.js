// Gives the runner one function, probe(name, ...args), that is answered by a worker; and tells it
// what the worker reports on its own: acknowledged transactions, states of the hand-over.

/** @type {Worker} */
let worker;
let lastId = 0;
/** @type {Map<number, {resolve: (answer: unknown) => void, reject: (error: Error) => void}>} */
const waiting = new Map();

function receive({ data }) {
  if (data.report) {
    window.reports.push(data.report);
    if (data.report.acknowledged !== undefined) window.acknowledged = data.report.acknowledged;
    return;
  }
  const call = waiting.get(data.id);
  waiting.delete(data.id);
  if (data.error) call?.reject(new Error(data.error));
  else call?.resolve(data.answer);
}

/** The worker did not even start. */
function failAll({ message }) {
  for (const call of waiting.values()) call.reject(new Error(`worker: ${message}`));
  waiting.clear();
}

window.startWorker = () => {
  worker = new Worker('/probe/probe_worker.js', { type: 'module' });
  worker.onmessage = receive;
  worker.onerror = failAll;
  window.reports = [];
  window.acknowledged = 0;
};

window.stopWorker = () => worker.terminate();

window.probe = (name, ...args) => new Promise((resolve, reject) => {
  lastId += 1;
  waiting.set(lastId, { resolve, reject });
  worker.postMessage({ id: lastId, name, args });
});

window.startWorker();
