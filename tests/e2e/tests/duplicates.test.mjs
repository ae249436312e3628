// Two customers that are one: named while the second is typed, merged, and taken apart again.
import { PHONE } from '../lib/alone.mjs';
import { findViolations } from '../lib/axe.mjs';
import { withDemo } from '../lib/demo.mjs';
import { enter, expectNoPointer, watchPointers, write } from '../lib/keyboard.mjs';
import { assert, becomes, goTo, save, saved, settled } from '../lib/steps.mjs';

const FIRST = 'Zephyr Qvistgaard';
const SECOND = 'Sefyr Qvistgaard';
const PHONE_NUMBER = '+47 22 334455';

const button = (page, name) => page.getByRole('button', { name, exact: true });
const field = (page, name) => page.getByRole('textbox', { name, exact: true });
const dialog = (page) => page.getByRole('dialog', { name: 'Duplicates' });

async function noViolations(page, what) {
  await settled(page);
  assert.deepEqual(await findViolations(page), [], `axe on ${what}`);
}

async function add(page, name, phone) {
  await goTo(page, '#/account/new');
  await field(page, 'Name').fill(name);
  await field(page, 'Phone').fill(phone);
  await save(page);
}

async function typeAccount(page, name, phone) {
  await goTo(page, '#/account/new');
  await field(page, 'Name').waitFor();
  await write(page, field(page, 'Name'), name);
  await write(page, field(page, 'Phone'), phone);
}

async function saveByKeyboard(page) {
  await enter(page, button(page, 'Save'));
  await saved(page);
}

/** How many accounts the list finds by the words. */
async function found(page, words) {
  await goTo(page, '#/account');
  await page.getByRole('searchbox', { name: 'Search accounts' }).fill(words);
  await settled(page);
  return Number(await page.getByRole('grid', { name: 'Accounts' }).getAttribute('aria-rowcount'));
}

async function mergeByKeyboard(page) {
  await enter(page, button(page, 'Find duplicates'));
  await dialog(page).getByRole('article', { name: FIRST }).waitFor();
  await noViolations(page, 'the dialog of duplicates');
  await enter(page, dialog(page).getByRole('button', { name: 'Merge', exact: true }));
  await dialog(page).waitFor({ state: 'detached' });
}

async function byKeyboard(page, profile) {
  await profile.cut();
  await typeAccount(page, FIRST, PHONE_NUMBER);
  await saveByKeyboard(page);
  const first = await page.evaluate(() => location.hash);
  await typeAccount(page, SECOND, PHONE_NUMBER.replaceAll(' ', ''));
  await page.getByRole('link', { name: new RegExp(`^${FIRST}`) }).waitFor();
  await noViolations(page, 'a form that names a record like it');
  await saveByKeyboard(page);
  await mergeByKeyboard(page);
  const stays = await page.evaluate(() => location.hash);
  assert.notEqual(stays, first);
  // Whoever has the address of the one that went is led to the one that stayed.
  await goTo(page, first);
  await becomes(() => page.evaluate(() => location.hash), stays);
  await enter(page, button(page, 'Find duplicates'));
  await enter(page, dialog(page).getByRole('button', { name: 'Undo merge' }));
  await dialog(page).waitFor({ state: 'detached' });
  await expectNoPointer(page);
  await goTo(page, first);
  await page.getByRole('main', { name: FIRST }).waitFor();
}

async function byFinger(page, profile) {
  await profile.cut();
  await add(page, FIRST, PHONE_NUMBER);
  await add(page, SECOND, PHONE_NUMBER);
  assert.equal(await found(page, 'Qvist'), 3, 'the header and both');
  await page.getByRole('row', { name: SECOND }).tap();
  await page.getByRole('main', { name: SECOND }).waitFor();
  await settled(page);
  await button(page, 'Find duplicates').tap();
  await noViolations(page, 'duplicates on a phone');
  await dialog(page).getByRole('button', { name: 'Merge', exact: true }).tap();
  const toast = page.getByRole('status', { name: /^Merged into / });
  await toast.getByRole('button', { name: 'Undo' }).tap();
  await becomes(() => found(page, 'Qvist'), 3);
}

export const tests = {
  'two accounts are merged and taken apart again by the keyboard alone, offline': () =>
    withDemo(byKeyboard, { options: { prepare: watchPointers } }),
  'two accounts are merged and taken apart again by finger, offline': () =>
    withDemo(byFinger, { options: PHONE }),
};
