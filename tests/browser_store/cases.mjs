// What the store promises in a real browser, apart from surviving kills (kills.mjs).
import assert from 'node:assert/strict';
import { Browser, probe } from './browser.mjs';

const ERROR_FULL = 1 + 4;     // ErrorCode::Full
const ERROR_CORRUPT = 1 + 2;  // ErrorCode::Corrupt
const BALLAST_BYTES = 8 << 20;
const COMMITS = 500;

async function withBrowser(origin, body, flags = []) {
  const browser = await new Browser(origin, flags).start();
  try {
    return await body(browser);
  } finally {
    await browser.stop();
  }
}

/** Resolves when the worker of `page` has reported `what`. */
function reported(page, what) {
  return page.waitForFunction((wanted) => window.reports.some((one) =>
    JSON.stringify(one) === wanted), JSON.stringify(what), { polling: 5 });
}

function quantile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

async function assertOpens(page, call, ...args) {
  assert.deepEqual(await probe(page, call, ...args), { kind: 'opened', failure: 0 });
}

/** Opens as soon as the closed page's worker has let go of its lock. */
async function openWhenFree(page, name, seed) {
  const deadline = performance.now() + 10_000;
  for (;;) {
    const answer = await probe(page, 'open', name, seed);
    if (answer.kind !== 'other-tab' || performance.now() > deadline) return answer;
  }
}

/** The figures of small commits; they are printed, and the counts are held to the budget. */
async function countCommits(browser) {
  const page = await browser.page();
  await assertOpens(page, 'open', 'commits', 1);
  await probe(page, 'commitsMs', 50);
  await probe(page, 'call', 'reset_counts');
  const { each } = await probe(page, 'commitsMs', COMMITS);
  const writes = (await probe(page, 'call', 'write_count')) / COMMITS;
  const flushes = (await probe(page, 'call', 'flush_count')) / COMMITS;
  each.sort((a, b) => a - b);
  const times = [0.5, 0.95, 0.999].map((share) => quantile(each, share).toFixed(1));
  console.log(`  ${writes.toFixed(2)} writes and ${flushes.toFixed(2)} flushes per small commit; `
    + `p50 ${times[0]} ms, p95 ${times[1]} ms, max ${times[2]} ms`);
  assert.ok(writes <= 3, `${writes} writes`);
  assert.ok(flushes <= 1.1, `${flushes} flushes`);
}

async function reopenCleanly(browser) {
  const page = await browser.page();
  await assertOpens(page, 'open', 'clean', 1);
  await probe(page, 'commitsMs', 10);
  assert.equal(await probe(page, 'close'), 0);
  await assertOpens(page, 'open', 'clean', 2);
  assert.equal(await probe(page, 'call', 'last_session'), 1);
  assert.equal(await probe(page, 'call', 'last'), 10);
}

async function openUnderCollection(browser) {
  const page = await browser.page();
  for (let round = 0; round < 20; ++round) {
    assert.equal(await probe(page, 'openUnderCollection', `collected-${round}`, 40), 'opened');
  }
  const lost = await probe(page, 'countLostOpenings', 20, 40);
  console.log(`  without kept file handles this browser loses ${lost} of 20 openings`);
}

/** Commits one number after another until `ended(failure)`; answers the last number. */
async function commitUntil(page, number, ended) {
  while (!(await ended(await probe(page, 'call', 'commit_large', number)))) number += 1;
  return number;
}

/** Fills the browser's room; answers the number that was refused. `pause` follows every commit. */
async function fill(page, pause) {
  let low = 0;
  const refused = await commitUntil(page, 1, async (failure) => {
    assert.ok(failure === 0 || failure === ERROR_FULL, `failure ${failure}`);
    if (failure === 0) await pause();
    if (low === 0 && (await probe(page, 'call', 'low_on_room')) === 1) {
      low = await probe(page, 'call', 'last');
    }
    return failure === ERROR_FULL;
  });
  assert.ok(low > 0, 'the ballast gave way');
  assert.ok(refused - low > 3, `the ballast had room from ${low} to ${refused}`);
  return refused;
}

/** Everything that was acknowledged is there, on the full disk and when there is room again. */
async function judgeFull(browser, session, { origin, page, name, refused }) {
  assert.equal(await probe(page, 'call', 'last'), refused - 1);
  assert.equal(await probe(page, 'call', 'find_damage'), 0);
  const again = await browser.page();
  await page.close();
  assert.deepEqual(await openWhenFree(again, name, 2), { kind: 'opened', failure: 0 });
  assert.equal(await probe(again, 'call', 'last'), refused - 1);
  await session.send('Storage.overrideQuotaForOrigin', { origin });
  assert.equal(await probe(again, 'call', 'commit_large', refused), 0);
  assert.equal(await probe(again, 'call', 'checkpoint'), 0);
  assert.equal(await probe(again, 'call', 'find_damage'), 0);
}

async function openSmallDisk(browser, origin, name) {
  const page = await browser.page();
  await assertOpens(page, 'open', name, 1);
  assert.equal(await probe(page, 'call', 'grow_ballast', BALLAST_BYTES), 0);
  // Of a page that stays: the override ends with the session that made it.
  const session = await browser.context.newCDPSession(await browser.page());
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 40 << 20 });
  return { page, session };
}

async function fillTheQuota(browser, origin) {
  const name = 'quota';
  const { page, session } = await openSmallDisk(browser, origin, name);
  const refused = await fill(page, async () => {});
  await judgeFull(browser, session, { origin, page, name, refused });
}

/** As a person works, whose pauses move the log into the file: the ballast holds what is left. */
async function fillWithPauses(browser, origin) {
  const name = 'pauses';
  const { page, session } = await openSmallDisk(browser, origin, name);
  let full = false;
  const refused = await fill(page, async () => {
    const failure = full ? 0 : await probe(page, 'call', 'checkpoint');
    assert.ok(failure === 0 || failure === ERROR_FULL, `checkpoint ${failure}`);
    full = failure === ERROR_FULL;
  });
  await judgeFull(browser, session, { origin, page, name, refused });
}

async function openTwice(browser, name, owner) {
  const first = await browser.page();
  await assertOpens(first, 'open', name, 1);
  await probe(first, 'commitsMs', 5);
  if (owner) await probe(first, 'serve', owner);
  const second = await browser.page();
  assert.deepEqual(await probe(second, 'open', name, 2), { kind: 'other-tab' });
  return { first, second };
}

async function handOver(browser) {
  const { first, second } = await openTwice(browser, 'polite', { dirty: false, agrees: true });
  await probe(first, 'startLoop', 'small');
  await first.waitForFunction(() => window.acknowledged > 20, undefined, { polling: 5 });
  const started = performance.now();
  await assertOpens(second, 'takeOver', 'polite', 2);
  console.log(`  handed over in ${(performance.now() - started).toFixed(0)} ms`);
  await reported(first, { parked: true });
  const acknowledged = await first.evaluate(() => window.acknowledged);
  assert.ok(await probe(second, 'call', 'last') >= acknowledged);
  assert.equal(await probe(second, 'call', 'last_session'), 1);
  assert.equal(await probe(second, 'call', 'find_damage'), 0);
}

async function refuseHandOver(browser) {
  const { first, second } = await openTwice(browser, 'dirty', { dirty: true, agrees: false });
  const opening = probe(second, 'takeOver', 'dirty', 2);
  await reported(second, { progress: 'asking' });
  await reported(second, { progress: 'refused' });
  assert.deepEqual(await probe(first, 'commitsMs', 0), { each: [] });
  await first.close();
  assert.deepEqual(await opening, { kind: 'opened', failure: 0 });
  assert.equal(await probe(second, 'call', 'last'), 5);
}

async function neverSteal(browser) {
  const { first, second } = await openTwice(browser, 'frozen', null);
  const opening = probe(second, 'takeOver', 'frozen', 2);
  await reported(second, { progress: 'no-answer' });
  assert.equal((await probe(first, 'commitsMs', 1)).each.length, 1);
  await first.close();
  assert.deepEqual(await opening, { kind: 'opened', failure: 0 });
  assert.equal(await probe(second, 'call', 'last'), 6);
}

async function exportAndImport(browser) {
  const page = await browser.page();
  await assertOpens(page, 'open', 'transfer', 1);
  for (let number = 1; number <= 40; ++number) await probe(page, 'call', 'commit_large', number);
  const whole = await probe(page, 'exportAndImport', 0);
  assert.equal(whole.failure, 0);
  assert.ok(whole.bytes > 4 << 20, `${whole.bytes} bytes take more than one slice`);
  await probe(page, 'call', 'commit_small', 41);
  assert.equal(await probe(page, 'acceptImport', 2), 0);
  assert.equal(await probe(page, 'call', 'last'), 40);
  assert.equal(await probe(page, 'call', 'find_damage'), 0);
  const cut = await probe(page, 'exportAndImport', 1 << 20);
  assert.equal(cut.failure, ERROR_CORRUPT);
  assert.equal(await probe(page, 'call', 'find_damage'), 0);
  const raw = (await probe(page, 'rawFiles')).map(({ name }) => name);
  assert.ok(raw.includes('b.db') && !raw.includes('ballast'), raw.join());
}

async function withoutFiles(browser) {
  const page = await browser.page();
  await probe(page, 'breakDirectory', 'SecurityError');
  assert.deepEqual(await probe(page, 'open', 'private', 1), { kind: 'no-storage' });
  await assertOpens(page, 'openTemporary', 'private', 1);
  assert.equal((await probe(page, 'commitsMs', 3)).each.length, 3);
  assert.equal(await probe(page, 'call', 'find_damage'), 0);
}

const CASES = [
  ['a small commit costs at most 3 writes and 1.1 flushes', countCommits],
  ['a workspace that was closed opens again as cleanly closed', reopenCleanly],
  ['garbage collection while opening does not lose the opening', openUnderCollection,
    ['--js-flags=--expose-gc']],
  ['a full quota takes the ballast before it refuses a save, and loses none', fillTheQuota],
  ['with pauses between the saves as well', fillWithPauses],
  ['a second tab gets the workspace politely, with everything saved', handOver],
  ['an owner with unsaved text can refuse, and closing it is enough', refuseHandOver],
  ['a tab that does not answer keeps the workspace until it is closed', neverSteal],
  ['an exported file comes back by import, a cut one is refused', exportAndImport],
  ['without a private file system the person is told, and may work in memory', withoutFiles],
];

/** Runs the cases whose name contains `part`; calls `report(name, failure)` for each. */
export async function runCases(origin, part, report) {
  for (const [name, body, flags] of CASES.filter(([one]) => one.includes(part))) {
    const failure = await withBrowser(origin, (browser) => body(browser, origin), flags)
      .then(() => '', (error) => error.stack ?? String(error));
    report(name, failure);
  }
}
