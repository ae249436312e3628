// The app starts with the network off, draws nothing when idle, and survives reloads and kills.
import { withDemo } from '../lib/demo.mjs';
import { assert, becomes, editField, expectText, goTo } from '../lib/steps.mjs';

const rareFonts = (page) => page.evaluate(async () => {
  const kept = await Promise.all((await caches.keys()).map(async (name) =>
    (await caches.open(name)).keys()));
  return kept.flat().filter(({ url }) => url.includes('inter_latin_ext')).length;
});
const frames = (page) => page.locator('html').getAttribute('data-settled');

export const tests = {
  async 'a cold start with the network off shows the demo company'() {
    await withDemo(async (page, profile) => {
      const modules = page.getByRole('navigation', { name: 'Modules' });
      await modules.getByRole('link', { name: 'Accounts' }).waitFor();
      await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
      await profile.cut();
      await profile.context.close();
      const again = await profile.open('#demo');
      await goTo(again, '#/account');
      await again.getByRole('grid', { name: 'Accounts' }).getByRole('row').nth(1).waitFor();
    });
  },

  async 'the font of rare letters is fetched with the first of them, and kept'() {
    await withDemo(async (page) => {
      await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
      await goTo(page, '#/account');
      await page.getByRole('grid', { name: 'Accounts' }).getByRole('row').nth(1).click();
      assert.equal(await rareFonts(page), 0);
      await editField(page, 'Industry', 'Dźwigi Łódź');
      await becomes(() => rareFonts(page), 1);
    });
  },

  async 'nothing is drawn while nothing happens'() {
    await withDemo(async (page) => {
      await goTo(page, '#/work_order');
      await page.getByRole('grid', { name: 'Work orders' }).waitFor();
      await page.waitForFunction(() => {
        const now = document.documentElement.dataset.settled;
        const state = (window.__idle ??= { frame: now, since: performance.now() });
        if (state.frame !== now) Object.assign(state, { frame: now, since: performance.now() });
        return performance.now() - state.since >= 3_000;
      }, undefined, { polling: 100, timeout: 15_000 });
      assert.ok(Number(await frames(page)) > 0);
    });
  },

  async 'an edit that said Saved is there after the browser was killed'() {
    await withDemo(async (page, profile) => {
      await goTo(page, '#/account');
      await page.getByRole('grid', { name: 'Accounts' }).getByRole('row').nth(1).click();
      await editField(page, 'Industry', 'Elevators and escalators');
      const address = await page.evaluate(() => location.hash);
      await profile.kill();
      const again = await profile.open('#demo');
      await goTo(again, address);
      await expectText(again, 'Elevators and escalators');
    });
  },
};
