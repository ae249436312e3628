// Without a place to keep files the person is told, and chooses: nothing is ever silently memory.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PHONE, withProfile, withWorkerPrefix } from '../lib/alone.mjs';
import { findViolations } from '../lib/axe.mjs';
import { assert, expectText, goTo, openRecord, save, settled } from '../lib/steps.mjs';

const REFUSED = 'This browser does not let Holdfast keep data';
const ACCOUNT = { module: 'account', plural: 'accounts', name: 'Only in memory' };
/** Name of the main region by address. */
const SCREENS = {
  '#/home': 'Home',
  '#/account': 'Accounts',
  '#/work_order/new': 'New work order',
  '#/account/import': 'Import',
  '#/search?q=a': 'Search',
  '#/sync': 'Sync',
  '#/conflicts': 'Conflicts',
  '#/attention': 'Needs attention',
  '#/settings': 'Settings',
};
/** What stands before the worker's own script. */
const MISSING = 'delete StorageManager.prototype.getDirectory;';
const THROWING = `StorageManager.prototype.getDirectory = async () => {
  throw new DOMException('The operation is insecure.', 'SecurityError');
};`;

const banner = (page) => page.getByRole('status', { name: /^Temporary workspace: / });
const useTemporary = (page) => page.getByRole('button', { name: 'Use a temporary workspace' });

/** As the browser's settings do it: no site may keep anything on this device. */
function blockSiteData(profile) {
  const folder = join(profile.folder, 'Default');
  const settings = { profile: { default_content_setting_values: { cookies: 2 } } };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'Preferences'), JSON.stringify(settings));
}

async function expectRefusal(page) {
  await page.locator('html[data-app="no-storage"]').waitFor({ state: 'attached' });
  await page.getByRole('main', { name: REFUSED }).waitFor();
  await useTemporary(page).waitFor();
  assert.equal(await page.getByRole('navigation').count(), 0, 'no screen of the app');
  await settled(page);
  assert.deepEqual(await findViolations(page), [], 'axe without storage');
}

async function chooseTemporary(page) {
  await useTemporary(page).click();
  await page.locator('html[data-app="ready"]').waitFor({ state: 'attached' });
  await banner(page).waitFor();
}

/** The banner is there, on the screen, and above everything it could lie under. */
async function expectBanner(page, where) {
  await settled(page);
  assert.equal(await banner(page).count(), 1, `the banner on ${where}`);
  const box = await banner(page).boundingBox();
  const { width, height } = page.viewportSize();
  assert.ok(box.y >= 0 && box.y + box.height < height / 3, `${where}: in the upper third`);
  assert.ok(box.x >= 0 && box.x + box.width <= width, `${where}: as wide as the screen`);
}

async function expectBannerEverywhere(page) {
  for (const [hash, name] of Object.entries(SCREENS)) {
    await goTo(page, hash);
    await page.getByRole('main', { name, exact: true }).waitFor();
    await expectBanner(page, hash);
  }
  await goTo(page, '#/account/new');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(ACCOUNT.name);
  await expectBanner(page, 'a form');
  await save(page);
  await openRecord(page, ACCOUNT);
  await expectBanner(page, 'a record');
  assert.deepEqual(await findViolations(page), [], 'axe in a temporary workspace');
}

async function expectDownload(page, pressed) {
  const download = page.waitForEvent('download');
  await pressed.click();
  const bytes = readFileSync(await (await download).path());
  assert.equal(bytes.subarray(0, 15).toString('latin1'), 'SQLite format 3');
  assert.ok(bytes.includes(Buffer.from(ACCOUNT.name)), 'the download holds the account');
}

async function expectGoneAfterReload(page) {
  await page.reload();
  await expectRefusal(page);
  await chooseTemporary(page);
  await goTo(page, '#/account');
  await expectText(page, 'No accounts yet');
}

export const tests = {
  async 'where site data is blocked, a temporary workspace is offered and says so everywhere'() {
    await withProfile('no_opfs', async (profile) => {
      blockSiteData(profile);
      const page = await profile.openPage('#/home');
      await expectRefusal(page);
      await chooseTemporary(page);
      await expectBannerEverywhere(page);
      await expectDownload(page, banner(page).getByRole('button', { name: 'Download my data' }));
      await expectGoneAfterReload(page);
    });
  },

  async 'a phone whose browser has no private file system is told the same, in the dark too'() {
    await withProfile('no_opfs_phone', async (profile) => {
      const page = await profile.openPage('#/home', {
        ...PHONE, colorScheme: 'dark', prepare: withWorkerPrefix(MISSING) });
      await expectRefusal(page);
      await chooseTemporary(page);
      await expectBannerEverywhere(page);
      await goTo(page, '#/settings');
      await expectDownload(page, page.getByRole('button', { name: 'Download my data' }));
    });
  },

  async 'a private file system that throws is no reason to keep data in memory unasked'() {
    await withProfile('no_opfs_throws', async (profile) => {
      const prepare = withWorkerPrefix(THROWING);
      await expectRefusal(await profile.openPage('#/home', { prepare }));
    });
  },
};
