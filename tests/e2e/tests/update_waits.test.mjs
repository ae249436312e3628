// A new version is deployed while somebody types: it waits, is offered, and is taken when asked.
import { rmSync } from 'node:fs';
import { withProfile } from '../lib/alone.mjs';
import { findViolations } from '../lib/axe.mjs';
import { buildNextVersion } from '../lib/next_version.mjs';
import { assert, expectText, goTo, openRecord, save, settled } from '../lib/steps.mjs';

const ACCOUNT = { module: 'account', plural: 'accounts', name: 'Typed before the update' };

const name = (page) => page.getByRole('textbox', { name: 'Name', exact: true });
const offer = (page) => page.getByRole('status', { name: /^A new version is ready/ });
const reload = (page) => page.getByRole('button', { name: 'Reload' });
const running = (page) => page.locator('html').getAttribute('data-version');
const nextVersion = (page) => page.locator('html[data-version="next"][data-app="ready"]');

/** Runs `body(profile, deploy)` with a form open in the old version that holds unsaved text. */
async function whileTyping(body) {
  const folder = buildNextVersion();
  try {
    await withProfile('update_waits', async (profile, server) => {
      const page = await profile.open('#/account/new');
      await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
      await name(page).fill(ACCOUNT.name);
      await body(profile, () => deploy(page, server, folder));
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same address serves the next version; the page looks for it, as it does every hour. */
async function deploy(page, server, folder) {
  await server.kill('SIGTERM');
  server.web = folder;
  await server.start();
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration.update();
  });
  await offer(page).waitFor();
}

export const tests = {
  async 'a new version waits for what is being typed, and starts when the person asks'() {
    await whileTyping(async (profile, deployNext) => {
      const { page } = profile;
      await deployNext();
      await settled(page);
      assert.equal(await name(page).inputValue(), ACCOUNT.name);
      assert.equal(await reload(page).count(), 0, 'not while something is unsaved');
      assert.deepEqual(await findViolations(page), [], 'axe while an update waits');

      await page.getByRole('textbox', { name: 'Industry' }).fill('Refrigeration');
      await save(page);
      await reload(page).waitFor();
      assert.equal(await running(page), null, 'nothing starts unasked');
      await settled(page);
      assert.deepEqual(await findViolations(page), [], 'axe where an update is offered');

      await reload(page).click();
      await nextVersion(page).waitFor({ state: 'attached' });
      await openRecord(page, ACCOUNT);
      await expectText(page, 'Refrigeration');
      assert.equal(await offer(page).count(), 0, 'the newest version offers nothing');
    });
  },

  async 'a new version that nobody asked for starts with the next cold start, offline too'() {
    await whileTyping(async (profile, deployNext) => {
      await deployNext();
      await save(profile.page);
      await goTo(profile.page, '#/account');
      assert.equal(await running(profile.page), null);
      await profile.context.close();

      const again = await profile.open('#/account');
      assert.equal(await running(again), 'next');
      await openRecord(again, ACCOUNT);
      await profile.cut();
      await profile.context.close();
      const offline = await profile.open('#/account');
      assert.equal(await running(offline), 'next');
      await openRecord(offline, ACCOUNT);
    });
  },
};
