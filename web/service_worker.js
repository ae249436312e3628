// @ts-check
/// <reference lib="webworker" />
// Keeps the app's files so that it starts without a network. A new version is fetched whole and
// waits; it takes over when the person asks for it or when no page of the old one is left.
// Never touches the server's data: requests below /v1/ go past it.

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

// The bundle writes these two: a hash of all files, and their addresses.
const BUILD = '__HOLDFAST_BUILD__';
const ASSETS = '__HOLDFAST_ASSETS__';

const PREFIX = 'holdfast-';
const CACHE = PREFIX + BUILD;
const START_PAGE = './';
const HASHED_NAME = /\.[0-9a-f]{12}\.\w+$/;

/** A name with a hash never changes its content, so an older version's copy will do. */
/** @param {string} asset @returns {Promise<Response>} */
async function copyOrFetch(asset) {
  const kept = HASHED_NAME.test(asset) ? await caches.match(asset) : undefined;
  if (kept) return kept;
  const response = await fetch(new Request(asset, { cache: 'no-cache' }));
  if (!response.ok || response.redirected) throw new Error(`${asset}: ${response.status}`);
  return response;
}

/** Every file or none: a cache that lacks one could not start. */
async function install() {
  const cache = await caches.open(CACHE);
  try {
    await Promise.all(
      JSON.parse(ASSETS).map(async (/** @type {string} */ asset) =>
        cache.put(asset, await copyOrFetch(asset)),
      ),
    );
  } catch (problem) {
    await caches.delete(CACHE);
    throw problem;
  }
}

async function activate() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** @param {Request} request */
function isOurs(request) {
  const address = new URL(request.url);
  const scope = new URL(worker.registration.scope);
  if (request.method !== 'GET' || address.origin !== scope.origin) return false;
  const path = address.pathname.slice(scope.pathname.length);
  return !['v1/', 'healthz', 'metrics'].some((start) => path.startsWith(start));
}

/** @param {Request} request @returns {Promise<Response>} */
async function respond(request) {
  const cache = await caches.open(CACHE);
  const isPage = request.mode === 'navigate' && isStartPage(request.url);
  const kept = await cache.match(isPage ? START_PAGE : request, { ignoreSearch: isPage });
  return kept ?? fetchAndKeep(request, cache);
}

/** What only some people need is no part of the list above; who has fetched it once, keeps it. */
/** @param {Request} request @param {Cache} cache @returns {Promise<Response>} */
async function fetchAndKeep(request, cache) {
  const response = await fetch(request);
  const isComplete = response.status === 200 && !response.redirected;
  if (!isComplete || !HASHED_NAME.test(new URL(request.url).pathname)) return response;
  // A full disk is no reason to hold the answer back.
  await cache.put(request, response.clone()).catch(() => undefined);
  return response;
}

/** @param {string} address */
function isStartPage(address) {
  const scope = new URL(worker.registration.scope).pathname;
  return [scope, `${scope}index.html`].includes(new URL(address).pathname);
}

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('activate', (event) => event.waitUntil(activate()));
worker.addEventListener('fetch', (event) => {
  if (isOurs(event.request)) event.respondWith(respond(event.request));
});
worker.addEventListener('message', (event) => {
  if (event.data === 'take-over') void worker.skipWaiting();
});
