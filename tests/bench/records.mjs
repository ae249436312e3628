// The records part of the budget table in Chromium on OPFS, through window.bench of bench.html.
//
// Every answer is checked against the workload's own oracle: a wrong one ends the run.
import { ask, load, openBench, percentile, print, ROWS, SEED, withServer } from './measuring.mjs';
import { editOps, hashIds, listOps, Oracle, reportHash, searchOps } from './workload.mjs';

const QUESTIONS = 200;
const EDITS = 500;

function expectSame(what, answer, expected) {
  if (answer !== expected) throw new Error(`${what}: the app says ${answer}, right is ${expected}`);
}

async function answered(page, oracle, method, questions) {
  const times = [];
  for (const question of questions) {
    const { ms, ids } = await ask(page, method, question);
    expectSame(`${method} ${JSON.stringify(question)}`, hashIds(ids), oracle[method](question));
    times.push(ms);
  }
  return times;
}

/** The oracle writes a group's two keys as one. */
const groupsHash = (groups) => reportHash(
  groups.map(([status, assignee, count, sum]) => [`${status}|${assignee}`, count, sum]));

async function reported(page, oracle, rounds) {
  const times = [];
  for (let round = 0; round < rounds; round += 1) {
    const { ms, rows } = await ask(page, 'report');
    expectSame('report', groupsHash(rows), oracle.report());
    times.push(ms);
  }
  return times;
}

function printTimes(name, times, budgets) {
  print(`${name}, p50`, percentile(times, 0.5), 'ms', budgets.p50);
  print(`${name}, p95`, percentile(times, 0.95), 'ms', budgets.p95);
}

/** Edited records are in every answer: rows, search index and sums follow an edit. */
async function edit(page, oracle) {
  const operations = editOps(SEED, EDITS, ROWS);
  printTimes('durable single edit', (await ask(page, 'edit', operations)).each,
    { p50: 3, p95: 10 });
  oracle.apply(operations);
  const lists = await answered(page, oracle, 'list', listOps(SEED + 1, QUESTIONS));
  printTimes('filtered, sorted page of 50, after edits', lists, { p95: 5 });
  await answered(page, oracle, 'search', searchOps(SEED + 1, QUESTIONS / 4, ROWS));
  await reported(page, oracle, 1);
}

async function reopen(page, oracle) {
  print('reopen to the first page', (await ask(page, 'reopen')).ms, 'ms');
  await answered(page, oracle, 'list', listOps(SEED + 2, QUESTIONS / 4));
  await answered(page, oracle, 'search', searchOps(SEED + 2, QUESTIONS / 4, ROWS));
  await reported(page, oracle, 1);
}

async function measure(page) {
  const oracle = new Oracle(SEED, ROWS);
  const { ms, records } = await load(page);
  print(`load ${records} records`, ms / 1000, 's');
  printTimes('filtered, sorted page of 50',
    await answered(page, oracle, 'list', listOps(SEED, QUESTIONS)), { p95: 5 });
  printTimes('search',
    await answered(page, oracle, 'search', searchOps(SEED, QUESTIONS, ROWS)), { p95: 15 });
  printTimes('group-by report', await reported(page, oracle, 5), {});
  await edit(page, oracle);
  await reopen(page, oracle);
  const { disk, heap } = await ask(page, 'size');
  print('disk', disk / 1e6, 'MB');
  print('wasm heap', heap / 1e6, 'MB');
}

await withServer(async (server, open) => {
  await measure(await openBench(await open('records')));
});
