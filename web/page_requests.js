// @ts-check
// What the worker asks of the page: address bar, title, clipboard, files, announcements.

/** @typedef {import('./worker_link.js').WorkerLink} WorkerLink */
/** @typedef {{ kind: string, first: string, second: string }} PageRequest */

/** @param {string} id @param {string} words */
function announce(id, words) {
  const region = document.getElementById(id);
  if (!region) return;
  // The same words again are only heard when the region was empty in between.
  region.textContent = '';
  requestAnimationFrame(() => { region.textContent = words; });
}

/** @param {string} declarations `name:value;` pairs. */
function applyTheme(declarations) {
  const { style } = document.documentElement;
  for (const declaration of declarations.split(';')) {
    const colon = declaration.indexOf(':');
    if (colon > 0) style.setProperty(declaration.slice(0, colon), declaration.slice(colon + 1));
  }
}

/** Pieces of files that are still being written, by name. Browsers keep blobs outside of memory.
 * @type {Map<string, Blob[]>} */
const begun = new Map();

/** An empty piece begins anew: an earlier file of that name was given up.
 * @param {string} name @param {string} content */
function keepPart(name, content) {
  const parts = content === '' ? [] : [...begun.get(name) ?? [], new Blob([content])];
  begun.set(name, parts);
}

/** @param {string} name @param {string} content */
function download(name, content) {
  const parts = [...begun.get(name) ?? [], content];
  begun.delete(name);
  const address = URL.createObjectURL(new Blob(parts, { type: 'application/octet-stream' }));
  const anchor = document.createElement('a');
  anchor.href = address;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

/** @param {WorkerLink} link @param {string} accept @param {string} token */
function pickFile(link, accept, token) {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = accept;
  input.addEventListener('change', () => {
    link.send({ type: 'files', token, files: Array.from(input.files ?? []) });
  });
  input.addEventListener('cancel', () => link.send({ type: 'files', token, files: [] }));
  input.click();
}

/** Whether it was copied is said when the browser has answered: it may refuse.
 * @param {WorkerLink} link @param {string} text */
async function copyText(link, text) {
  let done = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    done = false;
  }
  link.send({ type: 'copied', done });
}

/** @type {Record<string, (request: PageRequest, link: WorkerLink) => void>} */
const HANDLERS = {
  // Without a hashchange: the worker knows its own address, and an echo would come too late.
  route: ({ first, second }) => {
    if (location.hash === first) return;
    if (second === 'replace') history.replaceState(null, '', first);
    else history.pushState(null, '', first);
  },
  title: ({ first }) => { document.title = first; },
  announce: ({ first }) => announce('polite', first),
  announceNow: ({ first }) => announce('assertive', first),
  copyText: ({ first }, link) => { void copyText(link, first); },
  openAddress: ({ first }) => { window.open(first, '_blank', 'noopener'); },
  pickFile: ({ first, second }, link) => pickFile(link, first, second),
  download: ({ first, second }) => download(first, second),
  downloadPart: ({ first, second }) => keepPart(first, second),
  cursor: ({ first }) => {
    const app = document.getElementById('app');
    if (app) app.style.cursor = first;
  },
  theme: ({ first }) => applyTheme(first),
  vibrate: ({ first }) => { navigator.vibrate?.(Number(first)); },
  language: ({ first }) => { document.documentElement.lang = first; },
  state: ({ first, second }) => { document.documentElement.setAttribute(`data-${first}`, second); },
};

/** @param {PageRequest[]} requests @param {WorkerLink} link */
export function carryOut(requests, link) {
  for (const request of requests) HANDLERS[request.kind]?.(request, link);
}
