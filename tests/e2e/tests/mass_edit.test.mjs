// Many records changed at once in the demo company: by the keyboard alone, and by finger.
import { PHONE } from '../lib/alone.mjs';
import { findViolations } from '../lib/axe.mjs';
import { withDemo } from '../lib/demo.mjs';
import { enter, expectNoPointer, press, walkTo, watchPointers } from '../lib/keyboard.mjs';
import { assert, becomes, goTo, settled } from '../lib/steps.mjs';

const COUNT = 3;
const PRIORITIES = ['Low', 'Normal', 'High', 'Urgent'];

const button = (page, name) => page.getByRole('button', { name, exact: true });
// A dialog makes what lies behind it inert; it is looked at all the same.
const grid = (page) => page.getByRole('grid', { name: 'Work orders', includeHidden: true });
const row = (page, name) => grid(page).getByRole('row', { name, includeHidden: true }).first();
const boxes = (page) => grid(page).getByRole('checkbox');
const dialog = (page) => page.getByRole('dialog', { name: `Change ${COUNT} work orders` });
const combo = (page, name) => dialog(page).getByRole('combobox', { name });
const option = (page, name) => page.getByRole('option', { name, exact: true });
const said = (page, words) => page.getByText(words, { exact: true }).first().waitFor();

async function openList(page) {
  await goTo(page, '#/work_order');
  await grid(page).getByRole('row').nth(COUNT).waitFor();
  await settled(page);
}

/** What the named rows say about their priority. */
async function priorities(page, numbers) {
  const found = await Promise.all(numbers.map((number) => row(page, number).evaluate(
    (element, levels) => Array.from(element.querySelectorAll('[role=gridcell]'),
      (cell) => cell.textContent).find((text) => levels.includes(text)), PRIORITIES)));
  return found.join();
}

/** Numbers of the first rows; before them stands the check box's cell. */
async function firstNumbers(page) {
  await boxes(page).nth(COUNT).waitFor({ state: 'attached' });
  const numbers = await boxes(page).evaluateAll((found) => found.map(
    (box) => box.closest('[role=row]').querySelectorAll('[role=gridcell]')[1].textContent));
  return numbers.slice(0, COUNT);
}

async function noViolations(page, what) {
  await settled(page);
  assert.deepEqual(await findViolations(page), [], `axe on ${what}`);
}

/** Select is pressed already; the focus is at the first row. */
async function selectByKeyboard(page) {
  await press(page, 'Space', 'ArrowDown', 'ArrowDown', 'Shift+Space');
  await said(page, `${COUNT} selected`);
  await becomes(() => boxes(page).evaluateAll(
    (found) => found.filter((box) => box.checked).length), COUNT);
  await noViolations(page, 'a list in which rows are selected');
}

async function changeByKeyboard(page) {
  await enter(page, button(page, 'Change…'));
  await dialog(page).waitFor();
  await walkTo(page, combo(page, 'Field'));
  await press(page, 'ArrowDown');
  await page.getByRole('searchbox', { name: 'Field' }).waitFor();
  await page.keyboard.type('prio');
  await settled(page);
  await press(page, 'ArrowDown', 'Enter');
  await walkTo(page, combo(page, 'Priority'));
  await press(page, 'ArrowDown');
  await option(page, 'Urgent').waitFor();
  await press(page, 'End', 'Enter');
  await dialog(page).getByText(/\d will change/).waitFor();
  await noViolations(page, 'the dialog of a mass edit');
  await enter(page, button(page, 'Change'));
  await dialog(page).getByRole('status').waitFor();
  await noViolations(page, 'the result of a mass edit');
}

async function byKeyboard(page, profile) {
  await openList(page);
  await profile.cut();
  await enter(page, button(page, 'Select'));
  const numbers = await firstNumbers(page);
  const before = await priorities(page, numbers);
  await selectByKeyboard(page);
  await changeByKeyboard(page);
  await enter(page, dialog(page).getByRole('button', { name: 'Close' }).last());
  await dialog(page).waitFor({ state: 'detached' });
  await becomes(() => priorities(page, numbers), 'Urgent,Urgent,Urgent');
  await press(page, 'Control+z');
  await becomes(() => priorities(page, numbers), before);
  await becomes(() => boxes(page).count(), 0);
  await expectNoPointer(page);
}

async function byFinger(page, profile) {
  await openList(page);
  await profile.cut();
  await button(page, 'Select').tap();
  const numbers = await firstNumbers(page);
  const before = await priorities(page, numbers);
  await settled(page);
  const size = await boxes(page).first().boundingBox();
  assert.ok(size.width >= 44 && size.height >= 44, 'a check box has room for a finger');
  await boxes(page).nth(0).tap();
  await said(page, '1 selected');
  for (const number of numbers.slice(1)) await row(page, number).tap();
  await said(page, `${COUNT} selected`);
  await noViolations(page, 'a phone on which rows are selected');
  await button(page, 'Change…').tap();
  await combo(page, 'Field').tap();
  await page.getByRole('searchbox', { name: 'Field' }).fill('prio');
  await option(page, 'Priority').tap();
  await combo(page, 'Priority').tap();
  await option(page, 'Urgent').tap();
  await dialog(page).getByText(/\d will change/).waitFor();
  await settled(page);
  await button(page, 'Change').tap();
  await dialog(page).getByRole('status').waitFor();
  await becomes(() => priorities(page, numbers), 'Urgent,Urgent,Urgent');
  await settled(page);
  await dialog(page).getByRole('button', { name: 'Undo' }).tap();
  await dialog(page).getByRole('status', { name: /as (it was|they were) before/ }).waitFor();
  await becomes(() => priorities(page, numbers), before);
}

export const tests = {
  'three work orders are selected, changed and taken back by the keyboard alone, offline': () =>
    withDemo(byKeyboard, { options: { prepare: watchPointers } }),
  'three work orders are selected, changed and taken back by finger, offline': () =>
    withDemo(byFinger, { options: PHONE }),
};
