// @ts-check
// The product's part of the page, beside the platform's: what the host in the worker (web/host.js)
// cannot know or do itself. Holds no application state.

import { startNewVersion, watchForUpdates } from './update.js';

/** @typedef {import('./worker_link.js').WorkerLink} WorkerLink */

/** A downloaded file's address may be given up when the browser has surely read it. */
const DOWNLOAD_MS_MAX = 60_000;

/** @param {{name: string, file: Blob}} download */
function download({ name, file }) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), DOWNLOAD_MS_MAX);
}

/** @param {WorkerLink} link */
async function tellKeeping(link) {
  if (!navigator.storage?.estimate) return;
  try {
    const [persisted, { usage = 0, quota = 0 }] = await Promise.all([
      navigator.storage.persisted(),
      navigator.storage.estimate(),
    ]);
    link.send({ type: 'kept', persisted, usage, quota });
  } catch (problem) {
    console.warn('The browser does not tell about storage:', problem);
  }
}

/** The browser decides, by its own rules or by asking; whatever it says shows in Settings. */
/** @param {WorkerLink} link */
async function askToKeep(link) {
  await navigator.storage?.persist?.();
  await tellKeeping(link);
}

/** @param {WorkerLink} link @param {any} message */
function obey(link, message) {
  if (message.type === 'download-files') message.files.forEach(download);
  if (message.type === 'measure-storage') void tellKeeping(link);
  if (message.type === 'ask-to-keep') void askToKeep(link);
  if (message.type === 'start-new-version') startNewVersion();
}

/**
 * Connects the page to the product behind `link`. Call once, after the worker was started.
 * @param {WorkerLink} link
 */
export function connectProduct(link) {
  const tell = (/** @type {object} */ message) => link.send(message);
  const tellOnline = () => tell({ type: 'online', online: navigator.onLine });
  link.worker.addEventListener('message', ({ data }) => obey(link, data));
  window.addEventListener('online', tellOnline);
  window.addEventListener('offline', tellOnline);
  window.addEventListener('pagehide', () => tell({ type: 'leaving' }));
  void tellKeeping(link);
  void watchForUpdates(() => tell({ type: 'update-ready' }));
}

/**
 * Which workspace this tab is for. The demo company is asked for by the address `#demo` and stays
 * with the tab while it moves through the app, until an address enrols the tab with a server.
 * @returns {'own' | 'demo'}
 */
export function chosenWorkspace() {
  const demo = location.hash === '#demo';
  try {
    if (demo) sessionStorage.setItem('workspace', 'demo');
    if (location.hash.startsWith('#/enrol')) sessionStorage.removeItem('workspace');
    return sessionStorage.getItem('workspace') === 'demo' ? 'demo' : 'own';
  } catch {
    // The site's data is blocked in the browser's settings: even reading is refused.
    return demo ? 'demo' : 'own';
  }
}
