// The first line: a work order made offline in one browser reaches a second browser.
import { withTwoBrowsers } from '../lib/pair.mjs';
import {
  assert, editField, expectText, goTo, openRecord, pickLink, save, waitSynced,
} from '../lib/steps.mjs';

const ACCOUNTS_CSV = ['Name,City,Phone', 'Acme Heating AB,Malmö,+46 40 123456',
  'Berg Elevators,Uppsala,+46 18 99887', ''].join('\n');
// A screen tall enough for a whole work order: the mirror holds what is to be seen.
const TALL = { viewport: { width: 1280, height: 2400 } };
const ORDER = { module: 'work_order', plural: 'work orders', name: 'Replace compressor' };

async function importAccounts(page) {
  await goTo(page, '#/account');
  await page.getByRole('button', { name: 'Import' }).click();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose file' }).click();
  await (await chooser).setFiles(
    { name: 'accounts.csv', mimeType: 'text/csv', buffer: Buffer.from(ACCOUNTS_CSV) });
  await page.getByRole('button', { name: 'Start import' }).click();
  await expectText(page, '2 rows imported');
  await page.getByRole('button', { name: 'Close' }).click();
}

async function addLine(page, index, { description, quantity, price }) {
  await page.getByRole('button', { name: 'Add line' }).click();
  const lines = page.getByRole('group', { name: 'Work order lines' });
  const box = (name) => lines.getByRole('textbox', { name, exact: true }).nth(index);
  await box('Description').fill(description);
  await box('Quantity').fill(quantity);
  await box('Unit price').fill(price);
}

async function createOrder(page) {
  await goTo(page, '#/work_order/new');
  await page.getByRole('form', { name: 'Work order' }).waitFor();
  await page.getByRole('textbox', { name: 'Subject' }).fill(ORDER.name);
  await pickLink(page, 'Account', 'Acme Heating AB');
  await addLine(page, 0, { description: 'Compressor unit', quantity: '1', price: '420.50' });
  await addLine(page, 1, { description: 'Refrigerant R32', quantity: '2.5', price: '18.00' });
  await save(page);
}

export const tests = {
  async 'a work order made offline survives a kill and reaches a second browser in 2 s'() {
    await withTwoBrowsers('first_line', async ({ a, b }) => {
      await importAccounts(a.page);
      await waitSynced(a.page);

      await a.cut();
      await a.context.close();
      await a.open('#/account', TALL);
      await createOrder(a.page);
      await a.kill();

      await a.open('#/work_order', TALL);
      await openRecord(a.page, ORDER);
      for (const text of ['Acme Heating AB', 'Compressor unit', 'Refrigerant R32'])
        await expectText(a.page, text);
      assert.equal(await a.page.locator('html').getAttribute('data-sync'), 'offline');

      await goTo(b.page, '#/work_order');
      await a.heal();
      const healed = Date.now();
      await b.page.getByRole('row', { name: ORDER.name }).waitFor({ timeout: 2_000 });
      console.log(`     visible on B ${Date.now() - healed} ms after the network came back`);
      await openRecord(b.page, ORDER);
      for (const text of ['Compressor unit', 'Refrigerant R32'])
        await expectText(b.page, text);

      await bothEditDifferentFields(a, b);
      await bothEditTheSameField(a, b);
    }, TALL);
  },
};

async function bothEditDifferentFields(a, b) {
  for (const profile of [a, b]) await openRecord(profile.page, ORDER);
  await a.cut();
  await b.cut();
  await editField(a.page, 'Findings', 'Bearing worn out');
  await editField(b.page, 'Assigned to', 'tech07');
  await a.heal();
  await b.heal();
  for (const profile of [a, b]) {
    await waitSynced(profile.page);
    await expectText(profile.page, 'Bearing worn out');
    await expectText(profile.page, 'tech07');
  }
}

async function bothEditTheSameField(a, b) {
  await a.cut();
  await b.cut();
  await editField(a.page, 'Site street', 'Storgatan 12');
  await editField(b.page, 'Site street', 'Nygatan 7');
  await a.heal();
  await waitSynced(a.page);
  await b.heal();
  for (const profile of [a, b]) {
    const status = profile.page.getByRole('group', { name: 'Status' });
    await status.getByText('Conflict', { exact: true }).waitFor();
  }

  await a.page.locator('html[data-sync="attention"]').waitFor({ state: 'attached' });
  await a.page.getByRole('link', { name: 'Conflicts' }).click();
  const conflict = a.page.getByRole('article', { name: `${ORDER.name}: Site address` });
  await conflict.getByText('Storgatan 12').first().waitFor();
  await conflict.getByText('Nygatan 7').first().waitFor();
  await conflict.getByRole('button', { name: 'Keep mine' }).click();
  await conflict.waitFor({ state: 'detached' });
  for (const profile of [a, b]) {
    await waitSynced(profile.page);
    await openRecord(profile.page, ORDER);
    await expectText(profile.page, 'Storgatan 12');
  }
}
