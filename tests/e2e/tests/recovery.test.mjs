// Damaged files are never deleted: they are downloaded, and a new workspace starts beside them.
import { readFileSync } from 'node:fs';
import { PHONE, withProfile, withWorkerPrefix } from '../lib/alone.mjs';
import { findViolations } from '../lib/axe.mjs';
import { assert, becomes, expectText, goTo, openRecord, save, settled } from '../lib/steps.mjs';

const STAGE = 'Your workspace could not be opened';
const QUESTION = 'Start a new workspace?';
const ACCOUNT = { module: 'account', plural: 'accounts', name: 'Nordlicht Kälte' };
const NEXT = { ...ACCOUNT, name: 'Fjord Service' };
const DATABASE_PAGE_BYTES = 8192;
/** Of the same origin, without the app. */
const ELSEWHERE = 'healthz';

/** The browser refuses a file the first time it is asked; comes before the worker's own script. */
const REFUSED_ONCE = `{
  const { prototype } = FileSystemFileHandle;
  const open = prototype.createSyncAccessHandle;
  prototype.createSyncAccessHandle = async function () {
    prototype.createSyncAccessHandle = open;
    throw new DOMException('no room', 'QuotaExceededError');
  };
}`;

const button = (page, name) => page.getByRole('button', { name, exact: true });
const damaged = (page) => page.locator('html[data-app="error"]').waitFor({ state: 'attached' });

async function addAccount(page, { name }) {
  await goTo(page, '#/account/new');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await save(page);
}

/** Overwrites a file from byte `position`, in a page without the app; "busy" while it is open. */
const overwrite = (page, change) => page.evaluate(async ({ name, position, data }) => {
  const root = await navigator.storage.getDirectory();
  const folder = await (await root.getDirectoryHandle('holdfast')).getDirectoryHandle('main');
  const file = await folder.getFileHandle(name);
  try {
    const writable = await file.createWritable({ keepExistingData: true });
    await writable.write({ type: 'write', position, data });
    await writable.close();
    return 'written';
  } catch (error) {
    if (error.name === 'NoModificationAllowedError') return 'busy';
    throw error;
  }
}, change);

/** Closes the app as leaving its page does, and overwrites the beginning of a file. */
async function damage(page, origin, name) {
  await page.goto(`${origin}/${ELSEWHERE}`);
  const change = { name, position: 0, data: 'no database at all' };
  await becomes(() => overwrite(page, change), 'written');
}

/** Damages the page of the database that holds `text`, as if the app had crashed over it. */
async function damageInside(page, origin, text) {
  await page.goto(`${origin}/${ELSEWHERE}`);
  await becomes(() => overwrite(page, { name: 'session', position: 0, data: 'o' }), 'written');
  const position = await page.evaluate(async ([wanted, pageBytes]) => {
    const root = await navigator.storage.getDirectory();
    const folder = await (await root.getDirectoryHandle('holdfast')).getDirectoryHandle('main');
    const file = await (await folder.getFileHandle('a.db')).getFile();
    const bytes = new TextDecoder('latin1').decode(await file.arrayBuffer());
    return Math.floor(bytes.indexOf(wanted) / pageBytes) * pageBytes;
  }, [text, DATABASE_PAGE_BYTES]);
  assert.ok(position > 0, `"${text}" is in the file, but not in its first page`);
  assert.equal(await overwrite(page, { name: 'a.db', position, data: 'damaged!' }), 'written');
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

  async 'damage that is found while the app runs ends in the same place'() {
    await withProfile('recovery_later', async (profile) => {
      const page = await profile.open('#/home');
      await addAccount(page, ACCOUNT);
      await damageInside(page, profile.gate.origin, 'Nordlicht');
      await page.goto(`${profile.gate.origin}/#/settings`);
      await ready(page);
      await damaged(page);
      await startNew(page);
      await expectFresh(page);
    });
  },

  async 'storage that did not give its files is asked again, and nothing is offered to download'() {
    await withProfile('recovery_retry', async (profile) => {
      const prepare = withWorkerPrefix(REFUSED_ONCE);
      const page = await profile.openPage('#/home', { prepare });
      await damaged(page);
      await expectText(page, 'There is no room left on this device');
      assert.equal(await button(page, 'Download my data').count(), 0);
      await settled(page);
      assert.deepEqual(await findViolations(page), [], 'axe on the page without files');
      await button(page, 'Try again').click();
      await ready(page);
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
