// @ts-check
// Registers the service worker and says when a newer version waits. A new version never takes over
// by itself while a page is open: the person asks for it, and the workspace is closed first.

const CHECK_EVERY_MS = 60 * 60 * 1000;

/** @type {ServiceWorkerRegistration | null} */
let registration = null;

/** @param {ServiceWorkerRegistration} found @param {() => void} onReady */
function watch(found, onReady) {
  // Without a controller this is the first visit: what is installed now is what runs already.
  const report = () => found.waiting && navigator.serviceWorker.controller && onReady();
  found.addEventListener('updatefound', () => {
    found.installing?.addEventListener('statechange', report);
  });
  report();
}

/**
 * Starts looking for newer versions. Without service workers (an old browser, plain http) the app
 * runs as well; it just needs the network to start.
 * @param {() => void} onReady Called when a newer version is complete and waits.
 */
export async function watchForUpdates(onReady) {
  if (!('serviceWorker' in navigator)) return;
  try {
    registration = await navigator.serviceWorker.register('service_worker.js', {
      updateViaCache: 'none',
    });
  } catch (problem) {
    console.warn('The app will not start without a network:', problem);
    return;
  }
  watch(registration, onReady);
  setInterval(() => registration?.update().catch(() => {}), CHECK_EVERY_MS);
}

/** Starts the waiting version, or this one again when there is none. Ends this page. */
export function startNewVersion() {
  const waiting = registration?.waiting;
  if (!waiting) {
    location.reload();
    return;
  }
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), {
    once: true,
  });
  waiting.postMessage('take-over');
}
