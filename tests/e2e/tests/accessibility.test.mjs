// axe-core finds no violation on any screen, light and dark, desktop and phone.
import { PHONE } from '../lib/alone.mjs';
import { findViolations } from '../lib/axe.mjs';
import { withDemo } from '../lib/demo.mjs';
import { withTwoBrowsers } from '../lib/pair.mjs';
import {
  assert, becomes, editField, goTo, openRecord, save, settled, waitSynced,
} from '../lib/steps.mjs';

/** Name of the main region by address. */
const SCREENS = {
  '#/home': 'Home',
  '#/account': 'Accounts',
  '#/contact': 'Contacts',
  '#/work_order': 'Work orders',
  '#/account/new': 'New account',
  '#/contact/new': 'New contact',
  '#/work_order/new': 'New work order',
  '#/search?q=a': 'Search',
  '#/sync': 'Sync',
  '#/conflicts': 'Conflicts',
  '#/attention': 'Needs attention',
  '#/settings': 'Settings',
  '#/nowhere': 'There is nothing at this address',
};
const COMPANIES = ['Name,City,Phone', 'Nordlicht,Kiel,+49 431 55501', ',Lund,+46 46 555', ''];
const ROWS = 3000;

async function axe(page, what) {
  await settled(page);
  assert.deepEqual(await findViolations(page), [], `axe on ${what}`);
}

async function checkScreens(page) {
  for (const [hash, name] of Object.entries(SCREENS)) {
    await goTo(page, hash);
    await page.getByRole('main', { name, exact: true }).waitFor();
    await axe(page, `the screen ${name}`);
  }
}

async function checkRecord(page) {
  await goTo(page, '#/work_order');
  await page.getByRole('grid', { name: 'Work orders' }).getByRole('row').nth(1).click();
  const edit = page.getByRole('button', { name: 'Edit', exact: true });
  await edit.waitFor();
  await axe(page, 'a record');
  await edit.click();
  await page.getByRole('form', { name: 'Work order' }).waitFor();
  await axe(page, 'a form being edited');
  await page.getByRole('textbox', { name: 'Subject' }).fill('');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('alert').first().waitFor();
  await axe(page, 'a form with a mistake');
  await goTo(page, '#/home');
  await page.getByRole('dialog').waitFor();
  await axe(page, 'the question before a form is left');
  await page.getByRole('dialog').getByRole('button', { name: 'Leave' }).click();
  await page.getByRole('main', { name: 'Home' }).waitFor();
}

async function checkPalette(page) {
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Commands' });
  await palette.waitFor();
  await axe(page, 'the command palette');
  await page.keyboard.press('Escape');
  await palette.waitFor({ state: 'detached' });
}

async function choose(page, rows) {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: /^Choose (file|another file)$/ }).click();
  await (await chooser).setFiles(
    { name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) });
}

async function checkColumns(page) {
  await goTo(page, '#/account/import');
  await page.getByRole('button', { name: 'Choose file' }).waitFor();
  await axe(page, 'an import before a file is chosen');
  await choose(page, []);
  await page.getByRole('alert').first().waitFor();
  await axe(page, 'an import of an empty file');
  const many = Array.from({ length: ROWS }, (_, index) => `Company ${index},Lund,555${index}`);
  await choose(page, [...COMPANIES.slice(0, 3), ...many, '']);
  const start = page.getByRole('button', { name: 'Start import' });
  await start.waitFor();
  await axe(page, 'the columns of an import');
  return start;
}

async function checkImport(page) {
  const start = await checkColumns(page);
  await start.click();
  await page.getByRole('button', { name: 'Undo import' }).waitFor();
  await axe(page, 'the result of an import');
  await page.getByRole('button', { name: 'Undo import' }).click();
  await page.getByText('The import was undone').first().waitFor();
  await axe(page, 'an import undone');
}

async function checkAll(page) {
  await checkScreens(page);
  await checkRecord(page);
  await checkPalette(page);
  await checkImport(page);
}

/** On a phone there is no keyboard for the palette. */
async function checkPhone(page) {
  await checkScreens(page);
  await checkRecord(page);
  await checkImport(page);
}

const ORDER = { module: 'work_order', plural: 'work orders', name: 'Cold room is too warm' };

async function checkConflict({ a, b }) {
  await goTo(a.page, '#/work_order/new');
  await a.page.getByRole('textbox', { name: 'Subject' }).fill(ORDER.name);
  await save(a.page);
  await waitSynced(a.page);
  await openRecord(b.page, ORDER);
  for (const profile of [a, b]) await profile.cut();
  await editField(a.page, 'Assigned to', 'Kenji');
  await editField(b.page, 'Assigned to', 'Maja');
  await a.heal();
  await waitSynced(a.page);
  await b.heal();
  await becomes(() => a.page.locator('html').getAttribute('data-sync'), 'attention');
  for (const colorScheme of ['light', 'dark']) {
    await a.page.emulateMedia({ colorScheme });
    for (const hash of ['#/conflicts', '#/home', '#/sync']) {
      await goTo(a.page, hash);
      if (hash === '#/conflicts') await a.page.getByRole('article').first().waitFor();
      await axe(a.page, `${hash} with an open conflict, ${colorScheme}`);
    }
  }
}

const check = (colorScheme, body = checkAll, options = {}) => () =>
  withDemo(body, { options: { colorScheme, ...options } });

export const tests = {
  'axe finds nothing on any screen, light': check('light'),
  'axe finds nothing on any screen, dark': check('dark'),
  'axe finds nothing on any screen of a phone': check('light', checkPhone, PHONE),
  'axe finds nothing where a conflict waits': () => withTwoBrowsers('conflict', checkConflict),
};
