// The address that `./holdfast demo` prints, opened as it stands in a browser that was never here.
import { openGate } from '../lib/gate.mjs';
import { Profile } from '../lib/browser.mjs';
import { TestServer } from '../lib/server.mjs';
import { assert, waitSynced } from '../lib/steps.mjs';

/** What follows the origin in the line that the server printed. */
function printedPath(line) {
  const address = new URL(/http:\S+/.exec(line)[0]);
  return `${address.pathname.slice(1)}${address.search}${address.hash}`;
}

export const tests = {
  async 'the printed demo address shows the demo company, and its code is used up'() {
    const server = new TestServer();
    const path = printedPath(await server.start(['--demo']));
    assert.match(path, /^#\/enrol\?code=[\w-]+$/);
    const profile = new Profile('demo_address', await openGate(() => server.port));
    try {
      const page = await profile.open(path);
      await waitSynced(page, 60_000);
      await page.waitForURL((address) => address.hash === '#/home');
      await page.getByRole('link', { name: 'Accounts' }).first().click();
      const grid = page.getByRole('grid', { name: 'Accounts' });
      await grid.getByRole('row').nth(1).waitFor();
      const rows = Number(await grid.getAttribute('aria-rowcount'));
      assert.ok(rows > 100, `${rows} accounts in the demo company`);

      // Neither "back" nor the history leads to the code again.
      await page.goBack();
      await page.waitForURL((address) => address.hash === '#/home');
      await page.goBack();
      await page.waitForURL((address) => !address.hash.startsWith('#/enrol'));
      assert.deepEqual(profile.problems, []);
    } catch (error) {
      await profile.picture('demo_address');
      throw error;
    } finally {
      await profile.close();
      await server.stop();
    }
  },
};
