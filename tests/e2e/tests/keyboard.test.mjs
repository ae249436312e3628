// The keyboard alone: a work order from its first letter to its deletion and back, no pointer.
import { withProfile } from '../lib/alone.mjs';
import {
  enter, expectNoPointer, press, walkTo, watchPointers, write,
} from '../lib/keyboard.mjs';
import { assert, expectText, saved } from '../lib/steps.mjs';

const ACCOUNT = 'Berg Elevators';
const ORDER = 'Door does not close';
const RENAMED = 'Door of car 2 does not close';

const button = (page, name) => page.getByRole('button', { name, exact: true });
const field = (page, name) => page.getByRole('textbox', { name, exact: true });
const row = (page, name) => page.getByRole('row', { name });

async function openModule(page, name) {
  await enter(page, page.getByRole('navigation', { name: 'Modules' }).getByRole('link', { name }));
  await page.getByRole('main', { name, exact: true }).waitFor();
}

async function createAccount(page) {
  await openModule(page, 'Accounts');
  await enter(page, button(page, 'New account').first());
  await write(page, field(page, 'Name'), ACCOUNT);
  await press(page, 'Control+s');
  await saved(page);
}

async function chooseAccount(page) {
  await walkTo(page, page.getByRole('combobox', { name: 'Account' }));
  await press(page, 'ArrowDown');
  await page.getByRole('listbox').waitFor();
  await page.keyboard.type('berg');
  await page.getByRole('option', { name: ACCOUNT }).waitFor();
  await press(page, 'ArrowDown', 'Enter');
  await page.getByRole('combobox', { name: 'Account' }).filter({ hasText: ACCOUNT }).waitFor();
}

async function createOrder(page) {
  await openModule(page, 'Work orders');
  await press(page, 'n');
  await page.getByRole('form', { name: 'Work order' }).waitFor();
  await write(page, field(page, 'Subject'), ORDER);
  await chooseAccount(page);
  await enter(page, button(page, 'Add line'));
  const line = page.getByRole('group', { name: 'Line 1' });
  await write(page, field(line, 'Description'), 'Door operator');
  await write(page, field(line, 'Quantity'), '2');
  await write(page, field(line, 'Unit price'), '140.50');
  await enter(page, button(page, 'Save'));
  await saved(page);
  await expectText(page, 'Door operator');
}

async function editOrder(page) {
  await enter(page, button(page, 'Edit'));
  await write(page, field(page, 'Subject'), RENAMED);
  await press(page, 'Control+s');
  await page.getByRole('main', { name: RENAMED }).waitFor();
}

async function moveOrder(page) {
  const status = page.getByRole('group', { name: 'Status' });
  await enter(page, status.getByRole('button', { name: 'Scheduled' }));
  await status.getByText('Scheduled', { exact: true }).first().waitFor();
  await expectText(page, `${RENAMED}: Scheduled`);
}

async function findOrder(page) {
  await openModule(page, 'Work orders');
  await press(page, '/');
  await page.keyboard.type('car 2');
  await row(page, RENAMED).waitFor();
  await walkTo(page, row(page, RENAMED));
  await press(page, 'Enter');
  await page.getByRole('main', { name: RENAMED }).waitFor();
}

async function deleteAndUndo(page) {
  await enter(page, button(page, 'Delete'));
  await page.getByRole('main', { name: 'Work orders' }).waitFor();
  await row(page, RENAMED).waitFor({ state: 'detached' });
  const toast = page.getByRole('status').filter({ hasText: /moved to the recycle bin/ });
  await enter(page, toast.getByRole('button', { name: 'Undo' }));
  await row(page, RENAMED).waitFor();
}

export const tests = {
  async 'a work order is made, edited, moved, found, deleted and restored by keyboard alone'() {
    await withProfile('keyboard', async (profile) => {
      const page = await profile.open('#/home', { prepare: watchPointers });
      await createAccount(page);
      await createOrder(page);
      await editOrder(page);
      await moveOrder(page);
      await findOrder(page);
      await deleteAndUndo(page);
      await expectNoPointer(page);
      assert.equal(await row(page, RENAMED).count(), 1);
    });
  },
};
