// The records part of the budget table in Chromium on OPFS, through window.bench of bench.html.
//
// Every answer is checked against the workload's own oracle: a wrong one ends the run.
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../e2e/lib/locked.mjs';
import { goTo } from '../e2e/lib/steps.mjs';
import { ask, load, openBench, percentile, print, ROWS, SEED, withServer } from './measuring.mjs';
import { acId, counts, editOps, hashIds, listOps, Oracle, reportHash, rows, searchOps }
  from './workload.mjs';

const QUESTIONS = 200;
const EDITS = 500;
const IMPORTED_ROWS = 30_000;
/** Beside the work orders that are asked for. */
const COMPANY = { accounts: 50_000, contacts: 80_000 };
const FULL_WORKSPACE = { ...COMPANY, workorders: 120_000 };
const MILLION = 1_000_000;
const MODULES = 120;
const RELATED_LISTS = 10;
const SLICE = 10_000;

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

/** An account's page with all that links to it, read as the screen does. */
async function openPages(page) {
  const times = [];
  const { accounts } = counts(ROWS);
  let found = 0;
  for (let question = 0; question < QUESTIONS; question += 1) {
    const account = question * 7 % accounts;
    const answer = await ask(page, 'page', acId(account));
    if (answer.lists < RELATED_LISTS)
      throw new Error(`page of account ${account}: ${answer.lists} related lists`);
    found += answer.rows;
    times.push(answer.ms);
  }
  if (found < QUESTIONS) throw new Error(`${QUESTIONS} pages of accounts list ${found} records`);
  printTimes('One View with its related lists', times, { p95: 10 });
}

/** The shipped modules, without white space as in the program, and as many more as a customised
 * workspace may have. */
function definitions() {
  const folder = join(ROOT, 'core/meta/entities');
  const documents = readdirSync(folder).filter((name) => name.endsWith('.json'))
    .map((name) => [name, JSON.stringify(JSON.parse(readFileSync(join(folder, name), 'utf8')))]);
  for (let id = 5000; documents.length < MODULES; id += 1)
    documents.push([`more_${id}.json`, JSON.stringify(moreModule(id))]);
  return documents;
}

function moreModule(id) {
  const fields = [{ id: 1, key: 'name', type: 'text', search: true }];
  for (let field = 2; field < 20; field += 1) {
    fields.push({ id: field, key: `amount_${field}`, type: 'integer',
      visible_if: `name != '${field}'` });
  }
  fields.push({ id: 90, key: 'both', type: 'integer', compute: 'amount_2 + amount_3' });
  return { id, key: `more_${id}`, icon: 'box', title: ['name'], fields,
    list: { columns: ['name'], order: 'name' }, form: [{ section: 'main', fields: ['name'] }] };
}

async function compileModules(page) {
  const documents = definitions();
  const times = [];
  for (let round = 0; round < 20; round += 1) {
    const { ms, modules } = await ask(page, 'registry', documents);
    expectSame('modules', modules, MODULES);
    times.push(ms);
  }
  print(`registry of ${MODULES} modules, p50`, percentile(times, 0.5), 'ms', 30);
}

async function measure(page) {
  const oracle = new Oracle(SEED, ROWS);
  await compileModules(page);
  const { ms, records } = await load(page);
  print(`load ${records} records`, ms / 1000, 's');
  await fillUp(page, COMPANY);
  printTimes('filtered, sorted page of 50',
    await answered(page, oracle, 'list', listOps(SEED, QUESTIONS)), { p95: 5 });
  printTimes('search',
    await answered(page, oracle, 'search', searchOps(SEED, QUESTIONS, ROWS)), { p95: 15 });
  printTimes('group-by report', await reported(page, oracle, 5), { p50: 60 });
  await openPages(page);
  await edit(page, oracle);
  await reopen(page, oracle);
  await fillUp(page, FULL_WORKSPACE, { ...COMPANY, workorders: ROWS });
  const { disk, heap } = await ask(page, 'size');
  print('disk', disk / 1e6, 'MB');
  print('wasm heap with 250,000 records', heap / 1e6, 'MB', 128);
}

/** Loads until there are as many records of each table as `wanted` says. */
async function fillUp(page, wanted, present = counts(ROWS)) {
  for (const [table, most] of Object.entries(wanted)) {
    for (let from = present[table]; from < most; from += SLICE) {
      const to = Math.min(from + SLICE, most);
      await ask(page, 'load', { [table]: rows(table, SEED, from, to, ROWS) });
    }
  }
}

/** Ten times as many records as anybody here has; only what people wait for. */
async function measureMillion(page) {
  const oracle = new Oracle(SEED, MILLION);
  const { ms, records } = await load(page, MILLION);
  print(`load ${records} records, the million`, ms / 1000, 's');
  printTimes('million: filtered, sorted page of 50',
    await answered(page, oracle, 'list', listOps(SEED, QUESTIONS)), { p95: 10 });
  printTimes('million: search',
    await answered(page, oracle, 'search', searchOps(SEED, QUESTIONS, MILLION)), { p95: 40 });
}

function contactsFile() {
  const path = join(mkdtempSync(join(tmpdir(), 'holdfast-')), 'contacts.csv');
  const lines = ['First name,Last name,Email,Phone,City,Notes'];
  for (let row = 0; row < IMPORTED_ROWS; row += 1)
    lines.push(`Åsa,Ek ${row},asa${row}@example.org,+46 8 ${row},Luleå,Met at the fair`);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

/** As people do it: from the press of the button until the screen says that it is done. */
async function importFile(profile) {
  const page = await profile.open('#/contact');
  await page.getByRole('button', { name: 'Import' }).first().click();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose file' }).click();
  await (await chooser).setFiles(contactsFile());
  const start = page.getByRole('button', { name: 'Start import' });
  await start.waitFor();
  const started = performance.now();
  await start.click();
  await page.getByRole('button', { name: 'Undo import' }).waitFor({ timeout: 120_000 });
  const seconds = (performance.now() - started) / 1000;
  await goTo(page, '#/contact');
  const grid = page.getByRole('grid', { name: 'Contacts' });
  await page.waitForFunction(([element, wanted]) => element.ariaRowCount === wanted,
    [await grid.elementHandle(), String(IMPORTED_ROWS + 1)]);
  print('CSV import of contacts', IMPORTED_ROWS / seconds / 1000, 'thousand rows/s', -10);
}

await withServer(async (server, open) => {
  await measure(await openBench(await open('records')));
  await importFile(await open('import'));
  if (ROWS >= COMPANY.accounts) await measureMillion(await openBench(await open('million')));
});
