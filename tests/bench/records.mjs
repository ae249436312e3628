// The records part of the budget table in Chromium on OPFS, through window.bench of bench.html.
//
// Every answer is checked against the workload's own oracle: a wrong one ends the run. Rows:
// HOLDFAST_BENCH_ROWS work orders (100,000 by default).
import { openGate } from '../e2e/lib/gate.mjs';
import { Profile } from '../e2e/lib/browser.mjs';
import { TestServer } from '../e2e/lib/server.mjs';
import {
  counts, editOps, hashIds, listOps, Oracle, reportHash, rows, searchOps, TABLES,
} from './workload.mjs';

const SEED = 42;
const ROWS = Number(process.env.HOLDFAST_BENCH_ROWS ?? 100_000);
const SLICE = 10_000;
const QUESTIONS = 200;
const EDITS = 500;

const print = (name, value, unit, budget = null) =>
  console.log(JSON.stringify({ name: `browser: ${name}`, value, unit, budget }));

function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

function expectSame(what, answer, expected) {
  if (answer !== expected) throw new Error(`${what}: the app says ${answer}, right is ${expected}`);
}

const ask = (page, method, ...args) =>
  page.evaluate(([name, values]) => window.bench[name](...values), [method, args]);

async function load(page) {
  const amounts = counts(ROWS);
  let ms = 0;
  for (const table of TABLES) {
    for (let from = 0; from < amounts[table]; from += SLICE) {
      const to = Math.min(from + SLICE, amounts[table]);
      ms += (await ask(page, 'load', { [table]: rows(table, SEED, from, to, ROWS) })).ms;
    }
  }
  const total = Object.values(amounts).reduce((sum, count) => sum + count, 0);
  print(`load ${total} records`, ms / 1000, 's');
}

async function questions(page, oracle, method, list, budget) {
  const times = [];
  for (const question of list) {
    const { ms, ids } = await ask(page, method, question);
    expectSame(`${method} ${JSON.stringify(question)}`, hashIds(ids), oracle[method](question));
    times.push(ms);
  }
  print(`${method}, p50`, percentile(times, 0.5), 'ms');
  print(`${method}, p95`, percentile(times, 0.95), 'ms', budget);
}

/** The oracle writes a group's two keys as one. */
const groupsHash = (groups) => reportHash(
  groups.map(([status, assignee, count, sum]) => [`${status}|${assignee}`, count, sum]));

async function report(page, oracle) {
  const times = [];
  for (let round = 0; round < 5; round += 1) {
    const { ms, rows: groups } = await ask(page, 'report');
    expectSame('report', groupsHash(groups), oracle.report());
    times.push(ms);
  }
  print('group-by report, median', percentile(times, 0.5), 'ms', 60);
}

async function edit(page, oracle) {
  const operations = editOps(SEED, EDITS, ROWS);
  const { each } = await ask(page, 'edit', operations);
  oracle.apply(operations);
  print('durable single edit, p50', percentile(each, 0.5), 'ms', 3);
  print('durable single edit, p95', percentile(each, 0.95), 'ms', 10);
}

async function measure(page) {
  const oracle = new Oracle(SEED, ROWS);
  await load(page);
  await questions(page, oracle, 'list', listOps(SEED, QUESTIONS), 5);
  await questions(page, oracle, 'search', searchOps(SEED, QUESTIONS, ROWS), 15);
  await report(page, oracle);
  await edit(page, oracle);
  await questions(page, oracle, 'list', listOps(SEED + 1, QUESTIONS), 5);
  print('reopen to the first page', (await ask(page, 'reopen')).ms, 'ms', 600);
  const { disk, heap } = await ask(page, 'size');
  print('disk', disk / 1e6, 'MB');
  print('wasm heap', heap / 1e6, 'MB');
}

const server = new TestServer();
await server.start();
const profile = new Profile('bench', await openGate(() => server.port));
try {
  const page = await profile.openPage('bench.html');
  await page.waitForFunction(() => window.bench !== undefined);
  await measure(page);
} finally {
  await profile.close();
  await server.stop();
}
