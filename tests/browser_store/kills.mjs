// Fifty ends in the middle of writing, and what the next start finds.
import { Browser, probe } from './browser.mjs';

const WORKSPACE = 'kills';
const KINDS = ['browser', 'renderer', 'worker'];

/** SplitMix32: the same seed kills at the same places. */
function randomFrom(seed) {
  let state = seed >>> 0;
  return (bound) => {
    state = (state + 0x9e3779b9) >>> 0;
    let bits = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
    return ((bits ^ (bits >>> 15)) >>> 0) % bound;
  };
}

/** Ends what `kind` says. The page to go on with, and what was really killed. */
async function end(kind, browser, page) {
  if (kind === 'worker') {
    await page.evaluate(() => { window.stopWorker(); window.startWorker(); });
    return { page, killed: kind };
  }
  if (kind === 'browser') {
    await browser.kill();
    await browser.start();
    return { page: await browser.page(), killed: kind };
  }
  const crashed = page.waitForEvent('crash');
  browser.killRenderers();
  await crashed;
  // In this order: a browser whose last page is closed may end itself.
  const next = await browser.pageAfterCrash();
  await page.close().catch(() => {});  // It may have ended with its browser.
  return next;
}

/** Commits until a chosen moment, ends it there, starts again, judges. */
async function runOnce(browser, page, { kind, batch, size, acknowledgements, seed }) {
  const refused = await probe(page, 'call', 'set_batch', batch ? 1 : 0);
  if (refused !== 0) return { page, killed: 'nothing', failure: `no such durability: ${refused}` };
  const first = await probe(page, 'call', 'last');
  await probe(page, 'startLoop', size);
  const reached = await page.waitForFunction(
    (wanted) => window.acknowledged >= wanted && window.acknowledged,
    first + acknowledgements, { polling: 1 });
  const acknowledged = await reached.jsonValue();
  const { page: next, killed } = await end(kind, browser, page);
  const opened = await probe(next, 'open', WORKSPACE, seed);
  const failure = opened.kind !== 'opened' || opened.failure !== 0
    ? `did not open: ${JSON.stringify(opened)}` : await judge(next, acknowledged);
  return { page: next, failure, killed };
}

async function judge(page, acknowledged) {
  const last = await probe(page, 'call', 'last');
  if (last < acknowledged) return `transaction ${acknowledged} was acknowledged, last is ${last}`;
  const damage = await probe(page, 'call', 'find_damage');
  if (damage !== 0) return `damage: ${damage}`;
  const session = await probe(page, 'call', 'last_session');
  return session === 2 ? '' : `the end was not noticed as a crash: ${session}`;
}

/** Runs `count` kills; calls `report(name, failure)` for each. */
export async function runKills(origin, count, seed, report) {
  const browser = await new Browser(origin).start();
  try {
    return await killRepeatedly(browser, count, seed, report);
  } finally {
    await browser.stop();
  }
}

async function killRepeatedly(browser, count, seed, report) {
  const random = randomFrom(seed);
  let page = await browser.page();
  await probe(page, 'open', WORKSPACE, seed);
  for (let number = 1; number <= count; ++number) {
    const plan = {
      kind: KINDS[number % KINDS.length], batch: random(2) === 1,
      size: random(4) === 0 ? 'small' : 'large', acknowledgements: 1 + random(25),
      seed: seed + number,
    };
    const outcome = await runOnce(browser, page, plan);
    page = outcome.page;
    const mode = plan.batch ? 'NORMAL' : 'FULL';
    const name = `kill ${number}: ${outcome.killed}, ${mode}, after ${plan.acknowledgements}`;
    report(name, outcome.failure);
  }
  return probe(page, 'call', 'last');
}
