// @ts-check
// Starts the worker and stands between it and the page. Keeps no application state.

import { viewSize, watchEnvironment } from './environment.js';
import { prepareFailure, showCrash, watchWorker } from './failure.js';
import { Input } from './input.js';
import { Mirror } from './mirror.js';
import { carryOut } from './page_requests.js';
import { chosenWorkspace, connectProduct } from './product.js';
import { guardUnsaved } from './unsaved.js';
import { WorkerLink } from './worker_link.js';

const page = document.documentElement;

/** @param {string} id @returns {HTMLElement} */
function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no #${id}`);
  return element;
}

function start() {
  const canvas = /** @type {HTMLCanvasElement} */ (byId('canvas'));
  const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
  const link = new WorkerLink(worker);
  const mirror = new Mirror(byId('mirror'), byId('notes'));
  new Input(byId('app'), mirror, link);
  worker.addEventListener('message', ({ data }) => onMessage(data, mirror, link));
  watchWorker(worker, (reason) => {
    console.error('The worker stopped:', reason);
    guardUnsaved(window, false);
    showCrash(document, navigator.languages);
  });
  const isProduct = 'product' in page.dataset;
  const offscreen = canvas.transferControlToOffscreen();
  link.send({
    type: 'init', canvas: offscreen, view: viewSize(), module: page.dataset.module,
    workspace: isProduct ? chosenWorkspace() : undefined, route: location.hash,
    timeOrigin: performance.timeOrigin,
  }, [offscreen]);
  watchEnvironment(link);
  watchDrops(link);
  window.addEventListener('hashchange', () => link.send({ type: 'route', route: location.hash }));
  document.addEventListener('visibilitychange', () =>
    link.send({ type: 'visibility', hidden: document.hidden }));
  if (isProduct) connectProduct(link);
  Object.assign(window, { holdfast: { mirror, link, worker } });
}

/** Files dropped anywhere go to the worker with the token "drop". @param {WorkerLink} link */
function watchDrops(link) {
  window.addEventListener('dragover', (event) => event.preventDefault());
  window.addEventListener('drop', (event) => {
    event.preventDefault();
    const files = Array.from(event.dataTransfer?.files ?? []);
    if (files.length) link.send({ type: 'files', token: 'drop', files });
  });
}

/**
 * @param {{ type: string, bytes?: ArrayBuffer, frame?: number, handled?: number, state?: string,
 *   unsaved?: boolean,
 *   requests?: import('./page_requests.js').PageRequest[] }} message
 * @param {Mirror} mirror
 * @param {WorkerLink} link
 */
function onMessage(message, mirror, link) {
  switch (message.type) {
    case 'packet':
      if (message.bytes) mirror.apply(message.bytes, message.handled ?? 0);
      break;
    case 'requests':
      carryOut(message.requests ?? [], link);
      break;
    case 'settled':
      mirror.correct(message.handled ?? 0);
      page.dataset.settled = String(message.frame);
      break;
    case 'state':
      page.dataset.app = message.state;
      break;
    case 'unsaved':
      guardUnsaved(window, message.unsaved === true);
      break;
  }
}

prepareFailure(document, navigator.languages, () => location.reload());
try {
  start();
} catch (error) {
  console.error('Holdfast could not start:', error);
  showCrash(document, navigator.languages);
}
