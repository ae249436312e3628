// A phone held in one hand: everything by tapping and dragging.
import { PHONE, withProfile } from '../lib/alone.mjs';
import { withDemo } from '../lib/demo.mjs';
import { drag, tapAndType } from '../lib/finger.mjs';
import { assert, becomes, expectText, settled } from '../lib/steps.mjs';

const ORDER = 'Water below the boiler';

const button = (page, name) => page.getByRole('button', { name, exact: true });
const field = (page, name) => page.getByRole('textbox', { name, exact: true });
const module = (page, name) =>
  page.getByRole('navigation', { name: 'Modules' }).getByRole('link', { name });

async function createOrder(page) {
  await module(page, 'Work orders').tap();
  await button(page, 'New work order').first().tap();
  await page.getByRole('form', { name: 'Work order' }).waitFor();
  await tapAndType(page, field(page, 'Subject'), ORDER);
  await page.getByRole('combobox', { name: 'Priority' }).tap();
  await page.getByRole('option', { name: 'Urgent' }).tap();
  await button(page, 'Add line').tap();
  const line = page.getByRole('group', { name: 'Line 1' });
  await line.waitFor();
  await tapAndType(page, field(line, 'Description'), 'Shaft seal');
  await tapAndType(page, field(line, 'Quantity'), '1');
  await tapAndType(page, field(line, 'Unit price'), '36.20');
  await button(page, 'Save').tap();
  await page.getByRole('main', { name: ORDER }).waitFor();
  await expectText(page, 'Urgent');
  await expectText(page, 'Shaft seal');
  await button(page, 'Back').tap();
  await page.getByRole('row', { name: ORDER }).waitFor();
}

async function useMenu(page) {
  const menu = page.getByRole('menu', { name: 'Menu' });
  await button(page, 'Menu').tap();
  await menu.getByRole('menuitem', { name: 'Settings' }).waitFor();
  const { width, height } = page.viewportSize();
  await page.touchscreen.tap(width / 4, height / 2);
  await menu.waitFor({ state: 'detached' });
  await button(page, 'Menu').tap();
  await menu.getByRole('menuitem', { name: 'Settings' }).tap();
  await page.getByRole('main', { name: 'Settings' }).waitFor();
}

const firstRow = (page) => page.getByRole('grid', { name: 'Work orders' }).getByRole('row')
  .nth(1).getAttribute('aria-rowindex').then(Number);

async function scrollList(page) {
  await module(page, 'Work orders').tap();
  await page.getByRole('grid', { name: 'Work orders' }).getByRole('row').nth(1).waitFor();
  const top = await firstRow(page);
  const low = { x: 195, y: 640 };
  const high = { x: 195, y: 300 };
  await drag(page, low, high);
  await becomes(async () => (await firstRow(page)) > top, true);
  assert.equal(new URL(page.url()).hash, '#/work_order', 'a drag opens nothing');
  for (let drags = 0; drags < 4; drags += 1) await drag(page, high, low);
  await becomes(() => firstRow(page), top);
  await settled(page);
}

async function chooseFile(page, text) {
  const chooser = page.waitForEvent('filechooser');
  await button(page, 'Choose file').tap();
  await (await chooser).setFiles(
    { name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
}

async function importAndUndo(page) {
  await module(page, 'Accounts').tap();
  await button(page, 'Import').first().tap();
  await chooseFile(page, 'Name,City\nNordlicht,Kiel\n,Lund\nAurora,Santos\n');
  await button(page, 'Start import').tap();
  const undo = button(page, 'Undo import');
  await undo.waitFor();
  const toast = page.getByRole('status').filter({ hasText: 'rows imported' })
    .filter({ has: page.getByRole('button', { name: 'Undo' }) });
  await toast.waitFor();
  const [over, under] = [await toast.boundingBox(), await undo.boundingBox()];
  assert.ok(over.y + over.height <= under.y, 'the toast lies above the buttons');
  await undo.tap();
  await expectText(page, 'The import was undone');
  await button(page, 'Close').tap();
  await expectText(page, 'No accounts yet');
}

export const tests = {
  async 'a work order with a line is made on a phone by touch alone'() {
    await withProfile('touch', async (profile) => {
      const page = await profile.open('#/home', PHONE);
      await createOrder(page);
      await useMenu(page);
    });
  },

  async 'an import on a phone is undone with a finger while its toast is shown'() {
    await withProfile('touch_import', async (profile) => {
      await importAndUndo(await profile.open('#/home', PHONE));
    });
  },

  async 'a list follows the finger, and a drag opens nothing'() {
    await withDemo(scrollList, { options: PHONE });
  },
};
