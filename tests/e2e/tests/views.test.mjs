// Boards and calendars without a network: a card by keyboard and by finger, an entry by keyboard.
import { PHONE } from '../lib/alone.mjs';
import { withDemo } from '../lib/demo.mjs';
import { carry } from '../lib/finger.mjs';
import { assert, becomes, goTo, save, settled } from '../lib/steps.mjs';

const board = (page) => page.getByRole('group', { name: 'Board' });
const list = (page, column) => board(page).getByRole('list', { name: new RegExp(`^${column}, `) });
const cards = (page, column) => list(page, column).getByRole('button');
const status = (page) => page.getByRole('status');

async function openBoard(page) {
  await goTo(page, '#/work_order');
  await page.getByRole('tab', { name: 'Board' }).click();
  await board(page).waitFor();
  await settled(page);
}

/** The number in front of the words in the name of a column: "Open, 1,204 work orders". */
async function count(page, column) {
  const name = await list(page, column).getAttribute('aria-label');
  return Number(/, ([\d,]+) /.exec(name)[1].replaceAll(',', ''));
}

async function moveByKeyboard(page) {
  const before = await count(page, 'Open');
  await cards(page, 'Open').first().focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Space');
  await status(page).filter({ hasText: ': Scheduled' }).first().waitFor();
  await becomes(() => count(page, 'Open'), before - 1);
  await page.getByRole('button', { name: 'Undo' }).click();
  await becomes(() => count(page, 'Open'), before);
}

/** Four columns further on there is no way, and nothing moves. */
async function refuseByKeyboard(page) {
  const before = await count(page, 'Open');
  await cards(page, 'Open').first().focus();
  await page.keyboard.press('Space');
  for (let step = 0; step < 4; step += 1) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Space');
  await status(page).filter({ hasText: 'there is no way' }).first().waitFor();
  assert.equal(await count(page, 'Open'), before);
}

async function moveEntry(page) {
  await page.getByRole('tab', { name: 'Calendar' }).click();
  const days = page.getByRole('group', { name: /^\w+, \d+ \w+ \d{4}$/ });
  await days.first().waitFor();
  await settled(page);
  const entry = page.getByRole('group', { name: /^Wednesday, / })
    .getByRole('button', { name: /WO-/ }).first();
  const name = (await entry.textContent()).split(',')[0];
  const day = () => page.getByRole('button', { name }).first().evaluate((element) => {
    const group = element.closest('[role=group]');
    return group.getAttribute('aria-label').split(',')[0];
  });
  await entry.focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Space');
  await becomes(day, 'Thursday');
  await page.getByRole('button', { name: 'Undo' }).click();
  await becomes(day, 'Wednesday');
}

/** A filter set on the board is named over every view, until somebody ends it over the calendar. */
async function filterEverywhere(page) {
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByRole('dialog', { name: 'Filter' }).waitFor();
  await settled(page);
  await page.getByRole('combobox', { name: 'Priority' }).click();
  await page.getByRole('option', { name: 'Urgent' }).click();
  await page.getByRole('button', { name: 'Apply' }).click();
  const held = page.getByRole('button', { name: 'Priority: Urgent', exact: true });
  await held.waitFor();
  await settled(page);
  await page.getByRole('tab', { name: 'List' }).click();
  await page.getByText(/^\d+ of [\d,]+$/).waitFor();
  await settled(page);
  await page.getByRole('tab', { name: 'Calendar' }).click();
  await page.getByRole('tab', { name: 'Month' }).waitFor();
  await settled(page);
  await page.getByRole('button', { name: 'Remove filter Priority: Urgent' }).click();
  await held.waitFor({ state: 'detached' });
}

/** The first deal of a new workspace, where nobody has set up a sales process. */
async function firstDeal(page) {
  await goTo(page, '#/deal/new');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Boiler for the school');
  await page.getByRole('combobox', { name: 'Stage' }).click();
  await page.getByRole('option', { name: 'Use the standard set' }).click();
  await save(page);
  await goTo(page, '#/deal/kanban');
  await list(page, 'Qualification').getByRole('button', { name: /Boiler/ }).waitFor();
}

async function moveByFinger(page) {
  await page.getByRole('tab', { name: /^Open/ }).tap();
  await settled(page);
  const before = await count(page, 'Open');
  const box = await cards(page, 'Open').first().boundingBox();
  const from = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const targets = page.getByRole('group', { name: 'Drop here' });
  await carry(page, from, async () => {
    await targets.waitFor();
    const target = await targets.getByText('Scheduled', { exact: true }).boundingBox();
    return { x: target.x + 40, y: target.y + target.height / 2 };
  });
  await status(page).filter({ hasText: ': Scheduled' }).first().waitFor();
  await becomes(() => count(page, 'Open'), before - 1);
}

export const tests = {
  'a card and an entry are moved by the keyboard alone, offline': () =>
    withDemo(async (page, profile) => {
      await openBoard(page);
      await profile.cut();
      await moveByKeyboard(page);
      await refuseByKeyboard(page);
      await moveEntry(page);
    }, { options: { viewport: { width: 1440, height: 900 } } }),
  'a finger carries a card to another column, offline': () =>
    withDemo(async (page, profile) => {
      await openBoard(page);
      await profile.cut();
      await moveByFinger(page);
    }, { options: PHONE }),
  'a filter is named over list, board and calendar, and ended over any of them': () =>
    withDemo(async (page) => {
      await openBoard(page);
      await filterEverywhere(page);
    }),
  'a new workspace notes its first deal without setting up a sales process': () =>
    withDemo(async (page, profile) => {
      await profile.cut();
      await firstDeal(page);
    }),
};
