// Synchronisation between real browsers and the real server on this machine: an edit on A until B
// shows it, a first sync of 100,000 records, and 2,000 transactions made offline.
import { enrol, goTo } from '../e2e/lib/steps.mjs';
import {
  ask, idleFrames, load, openBench, percentile, print, SEED, withServer,
} from './measuring.mjs';
import { editOps, woId } from './workload.mjs';

const SMALL = 2_000;
const EDITS = 100;
const OFFLINE_EDITS = 2_000;
const IDLE_MS = 5_000;
const ROWS_100K = { accounts: 15_000, contacts: 20_000, orders: 26_000 };  // Lines included.

/** Unix ms at which the page first shows each of the texts "Edit <number> seen". */
const watchTexts = (page) => page.evaluate(() => {
  window.seenAt = {};
  new MutationObserver(() => {
    const now = performance.timeOrigin + performance.now();
    const shown = document.querySelector('#mirror').textContent.matchAll(/Edit (\d+) seen/g);
    for (const [, number] of shown) window.seenAt[number] ??= now;
  }).observe(document.querySelector('#mirror'),
    { subtree: true, childList: true, characterData: true });
});

/** Edits record `id` on A, and tells the Unix ms at which the person would have pressed Save. */
const editTitle = (page, id, number) => page.evaluate(async ([record, count]) => {
  const at = performance.timeOrigin + performance.now();
  await window.bench.edit([{ id: record, patch: { title: `Edit ${count} seen` } }]);
  return at;
}, [id, number]);

async function editToOther(a, b) {
  const id = woId(0);
  await editTitle(a, id, 0);
  await ask(a, 'waitSynced');
  await goTo(b, '#/work_order');
  await b.getByRole('searchbox', { name: 'Search work orders' }).fill('seen');
  await b.getByRole('row', { name: 'Edit 0 seen' }).waitFor();
  await watchTexts(b);
  const times = [];
  for (let number = 1; number <= EDITS; number += 1) {
    const at = await editTitle(a, id, number);
    await b.waitForFunction((wanted) => window.seenAt[wanted] > 0, number);
    times.push(await b.evaluate((wanted) => window.seenAt[wanted], number) - at);
  }
  print('edit on A visible on B, p50', percentile(times, 0.5), 'ms', 20);
  print('edit on A visible on B, p99', percentile(times, 0.99), 'ms', 60);
}

/** Without the statuses: the server refuses a jump from one state to any other. */
const acceptableEdits = () => editOps(SEED, OFFLINE_EDITS, SMALL).map(
  ({ id, patch }) => ({ id, patch: { priority: patch.priority } }));

async function drain(profile, page) {
  await profile.cut();
  await ask(page, 'edit', acceptableEdits());
  await profile.heal();
  const { ms } = await ask(page, 'waitSynced');
  print(`${OFFLINE_EDITS} offline transactions drained`, ms, 'ms', 1_000);
}

async function live(server, open) {
  const [a, b] = [await open('a'), await open('b')];
  for (const user of ['ana', 'ben']) server.addUser(user);
  const writer = await openBench(a);
  await load(writer, SMALL);
  await ask(writer, 'sync', a.gate.origin, server.deviceCode('ana'));
  const reader = await b.open();
  await enrol(b, server.deviceCode('ben'));
  await editToOther(writer, reader);
  print('idle for 5 s, in sync', await idleFrames(reader, IDLE_MS), 'frames', 0);
  await drain(a, writer);
  if (b.problems.length > 0) throw new Error(b.problems.join('\n'));
}

async function firstSync(server, open) {
  const profile = await open('first');
  server.addUser('ana');
  const page = await openBench(profile);
  const { ms, bytesUp, bytesDown } =
    await ask(page, 'sync', profile.gate.origin, server.deviceCode('ana'));
  print('first sync of 100,000 records', ms / 1000, 's', 1.5);
  print('first sync of 100,000 records, up and down', (bytesUp + bytesDown) / 1e6, 'MB', 6);
  print('first sync, megabytes on disk', (await ask(page, 'size')).disk / 1e6, 'MB');
}

await withServer(live);
await withServer(firstSync, ROWS_100K);
