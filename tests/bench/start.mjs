// How the app starts with 100,000 work orders and the network off, what a first visit downloads,
// and that nothing is drawn while nothing happens.
import {
  fillProduct, idleFrames, percentile, print, settle, withServer,
} from './measuring.mjs';

const LIST = '#/work_order';
const STARTS = 7;
const IDLE_MS = 5_000;

/** Notes when the first frame and the first row of the list came, in ms since the navigation. */
const watchStart = (page) => page.addInitScript(() => {
  const seen = { frame: 0, row: 0 };
  window.start = seen;
  const look = () => {
    const now = performance.now();
    if (document.documentElement.dataset.settled !== undefined) seen.frame ||= now;
    const row = document.querySelector('#mirror [role="row"][aria-rowindex="2"]');
    if (row?.textContent) seen.row ||= now;
  };
  new MutationObserver(look).observe(
    document, { subtree: true, childList: true, attributes: true, characterData: true });
});

async function readStart(page) {
  await page.waitForFunction(() => window.start?.row > 0 && window.start.frame > 0);
  return page.evaluate(() => window.start);
}

/** Counted on the wire, requests included: page, service worker and all that it keeps. */
async function firstVisit(profile) {
  const page = await profile.openPage('');
  await profile.ready();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await settle(page);
  print('first visit, bytes on the wire', profile.gate.bytes() / 1000, 'kB', 1_200);
  await profile.context.close();
}

async function starts(profile) {
  const page = await profile.openPage(LIST, { prepare: watchStart });
  const cold = await readStart(page);
  print('start in a new browser, offline, first frame', cold.frame, 'ms');
  print('start in a new browser, offline, first list', cold.row, 'ms');
  const warm = [];
  for (let round = 0; round < STARTS; round += 1) {
    await page.reload();
    warm.push(await readStart(page));
  }
  const median = (what) => percentile(warm.map((seen) => seen[what]), 0.5);
  print('start, warm, offline, first frame, p50', median('frame'), 'ms');
  print('start, warm, offline, first list, p50', median('row'), 'ms', 600);
  return page;
}

await withServer(async (server, open) => {
  await firstVisit(await open('visit'));
  const profile = await open('start');
  await fillProduct(profile);
  let page = await profile.open(LIST);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await profile.cut();
  await profile.context.close();
  page = await starts(profile);
  print('idle for 5 s, offline', await idleFrames(page, IDLE_MS), 'frames', 0);
  if (profile.problems.length > 0) throw new Error(profile.problems.join('\n'));
});
