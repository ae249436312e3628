// Damaged files are never deleted: they are downloaded, and a new workspace starts beside them.
import { readFileSync } from 'node:fs';
import { PHONE, withProfile } from '../lib/alone.mjs';
import { findViolations } from '../lib/axe.mjs';
import { assert, becomes, expectText, goTo, openRecord, save, settled } from '../lib/steps.mjs';

const STAGE = 'Your workspace could not be opened';
const QUESTION = 'Start a new workspace?';
const ACCOUNT = { module: 'account', plural: 'accounts', name: 'Nordlicht Kälte' };
const NEXT = { ...ACCOUNT, name: 'Fjord Service' };
/** Of the same origin, without the app. */
const ELSEWHERE = 'healthz';

const button = (page, name) => page.getByRole('button', { name, exact: true });
const damaged = (page) => page.locator('html[data-app="error"]').waitFor({ state: 'attached' });

async function addAccount(page, { name }) {
  await goTo(page, '#/account/new');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await save(page);
}

/** Closes the app as leaving its page does, and overwrites the beginning of a file. */
async function damage(page, origin, name) {
  await page.goto(`${origin}/${ELSEWHERE}`);
  await becomes(() => page.evaluate(async (wanted) => {
    const root = await navigator.storage.getDirectory();
    const folder = await (await root.getDirectoryHandle('holdfast')).getDirectoryHandle('main');
    try {
      const file = await (await folder.getFileHandle(wanted)).createWritable({
        keepExistingData: true });
      await file.write({ type: 'write', position: 0, data: 'no database at all' });
      await file.close();
      return 'damaged';
    } catch (error) {
      return error.name;
    }
  }, name), 'damaged');
}

/** Every download until `body` is through and `count` files are there: their bytes by name. */
async function downloads(page, count, body) {
  const files = new Map();
  const take = async (download) => {
    files.set(download.suggestedFilename(), readFileSync(await download.path()));
  };
  page.on('download', take);
  await body();
  await becomes(() => new Promise((tick) => setTimeout(tick, 20, files.size >= count)), true);
  page.off('download', take);
  return files;
}

/** The damaged workspace, downloaded whole. */
async function expectRecovery(page) {
  await damaged(page);
  await page.getByRole('main', { name: STAGE }).waitFor();
  await expectText(page, 'The stored files are damaged; nothing was deleted.');
  await settled(page);
  assert.deepEqual(await findViolations(page), [], 'axe on the recovery page');
  const files = await downloads(page, 3, () => button(page, 'Download my data').click());
  assert.equal(files.get('a.db').subarray(0, 18).toString('latin1'), 'no database at all');
  assert.ok(files.get('a.db').includes(Buffer.from(ACCOUNT.name)), 'the account is in the file');
}

async function startNew(page) {
  await button(page, 'Start a new workspace').click();
  const question = page.getByRole('dialog', { name: QUESTION });
  await question.waitFor();
  await settled(page);
  assert.deepEqual(await findViolations(page), [], 'axe on the question');
  await question.getByRole('button', { name: 'Start a new workspace' }).click();
}

const ready = (page) => page.locator('html[data-app="ready"]').waitFor({ state: 'attached' });

/** Empty, works, survives a start, and still gives the damaged file. */
async function expectFresh(page) {
  await ready(page);
  assert.equal(await page.evaluate(() => location.hash), '#/home');
  await expectText(page, 'No accounts yet');
  await addAccount(page, NEXT);
  await page.reload();
  await ready(page);
  await openRecord(page, NEXT);
  await goTo(page, '#/settings');
  const files = await downloads(page, 2, () => button(page, 'Download my data').click());
  assert.ok(files.get('a.db').includes(Buffer.from(ACCOUNT.name)), 'the damaged file is kept');
}

export const tests = {
  async 'damaged files are downloaded and kept, and a new workspace starts beside them'() {
    await withProfile('recovery', async (profile) => {
      const page = await profile.open('#/home');
      await addAccount(page, ACCOUNT);
      const address = await page.evaluate(() => location.hash);
      await damage(page, profile.gate.origin, 'a.db');
      await page.goto(`${profile.gate.origin}/${address}`);
      await expectRecovery(page);
      await startNew(page);
      await expectFresh(page);
    });
  },

  async 'when the second workspace is damaged too, the button says why there is no third'() {
    await withProfile('recovery_twice', async (profile) => {
      const page = await profile.open('#/home', { ...PHONE, colorScheme: 'dark' });
      for (const name of ['a.db', 'b.db']) {
        await addAccount(page, ACCOUNT);
        await damage(page, profile.gate.origin, name);
        await page.goto(`${profile.gate.origin}/#/home`);
        await damaged(page);
        await startNew(page);
        if (name === 'a.db') await ready(page);
      }
      await expectText(page, 'both sets of files on this device hold data');
      await settled(page);
      assert.deepEqual(await findViolations(page), [], 'axe on the refusal');
      const files = await downloads(page, 4, () => button(page, 'Download my data').click());
      assert.ok(files.has('a.db') && files.has('b.db'), [...files.keys()].join());
    });
  },
};
