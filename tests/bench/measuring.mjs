// What the measurements in Chromium share: a server, profiles on disk, lines of the table, and a
// workspace with 100,000 work orders that the product itself opens.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { Profile } from '../e2e/lib/browser.mjs';
import { openGate } from '../e2e/lib/gate.mjs';
import { ROOT } from '../e2e/lib/locked.mjs';
import { TestServer } from '../e2e/lib/server.mjs';
import { counts, rows, TABLES } from './workload.mjs';

export const SEED = 42;
/** Work orders; fewer for a quick look. */
export const ROWS = Number(process.env.HOLDFAST_BENCH_ROWS ?? 100_000);
const SLICE = 10_000;
const SEEDER = process.env.HOLDFAST_SEED_COMPANY
  ?? join(ROOT, 'build/native-release/tests/server/bench/holdfast_seed_company');

/** One line of the table. A negative budget is a floor. */
export const print = (name, value, unit, budget = null) =>
  console.log(JSON.stringify({ name: `browser: ${name}`, value, unit, budget }));

export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

export const ask = (page, method, ...args) =>
  page.evaluate(([name, values]) => window.bench[name](...values), [method, args]);

export async function openBench(profile) {
  const page = await profile.openPage('bench.html');
  await page.waitForFunction(() => window.bench !== undefined);
  // The files come through the gate, which stands still while this process computes.
  await ask(page, 'size');
  return page;
}

/** Loads the workload; returns how many records that were and how long it took. */
export async function load(page, workOrders = ROWS) {
  const amounts = counts(workOrders);
  let ms = 0;
  for (const table of TABLES) {
    for (let from = 0; from < amounts[table]; from += SLICE) {
      const to = Math.min(from + SLICE, amounts[table]);
      ms += (await ask(page, 'load', { [table]: rows(table, SEED, from, to, workOrders) })).ms;
    }
  }
  return { ms, records: Object.values(amounts).reduce((sum, count) => sum + count, 0) };
}

/** Fills the data folder of a server that does not run yet. */
export function seedCompany(server, { accounts, contacts, orders }) {
  execFileSync(SEEDER, [server.data, accounts, contacts, orders].map(String));
}

/** Runs `body(server, open)`; `open(name)` gives one more profile. Closes everything after it. */
export async function withServer(body, company = null) {
  const server = new TestServer();
  const profiles = [];
  try {
    if (company) seedCompany(server, company);
    await server.start();
    await body(server, async (name) => {
      const profile = new Profile(name, await openGate(() => server.port));
      profiles.push(profile);
      return profile;
    });
  } finally {
    for (const profile of profiles) await profile.close();
    await server.stop();
  }
}

/** The workload as the product's own workspace: bench.html writes it, its files are then copied. */
export async function fillProduct(profile) {
  const page = await openBench(profile);
  await load(page);
  await page.evaluate(async () => {
    await window.bench.close();
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('holdfast');
    const from = await folder.getDirectoryHandle('bench');
    const to = await folder.getDirectoryHandle('main', { create: true });
    for await (const [name, file] of from.entries()) {
      const copy = await (await to.getFileHandle(name, { create: true })).createWritable();
      await (await file.getFile()).stream().pipeTo(copy);
    }
  });
  await profile.context.close();
}

/** Totals of the worker: frames so far, and the milliseconds of each of the last ones. */
export const frameTotals = (page) => page.evaluate(() => new Promise((resolve) => {
  const { worker } = window.holdfast;
  const onMessage = ({ data }) => {
    if (data.type !== 'totals') return;
    worker.removeEventListener('message', onMessage);
    resolve(data.totals);
  };
  worker.addEventListener('message', onMessage);
  worker.postMessage({ type: 'totals' });
}));

/** Frames that the worker draws in `milliseconds` in which nobody does anything. */
export async function idleFrames(page, milliseconds) {
  await settle(page);
  const before = await frameTotals(page);
  const until = Date.now() + milliseconds;
  await page.waitForFunction((end) => Date.now() >= end, until, { polling: 250 });
  const after = await frameTotals(page);
  // Asking for the totals is a message, which draws one frame itself.
  return after.frames - before.frames - 1;
}

/** Until no frame has come for a while: what starting up still had to do is over. */
export const settle = (page) => page.waitForFunction(() => {
  const now = document.documentElement.dataset.settled;
  const seen = (window.settling ??= { frame: now, since: performance.now() });
  if (seen.frame !== now) Object.assign(seen, { frame: now, since: performance.now() });
  return performance.now() - seen.since >= 1_000;
}, undefined, { polling: 50 });
