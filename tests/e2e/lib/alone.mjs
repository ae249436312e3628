// One server and one fresh browser profile that nobody has enrolled.
import { strict as assert } from 'node:assert';
import { Profile } from './browser.mjs';
import { openGate } from './gate.mjs';
import { TestServer } from './server.mjs';

export const PHONE = {
  viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };

/** An init script reaches the page only; the worker has globals of its own. */
export const withWorkerPrefix = (prefix) => async (page) => {
  await page.route(/\/worker\.[0-9a-f]+\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${prefix}\n${await response.text()}` });
  });
};

/** Runs `body(profile, server)`; `label` names the pictures that a failure leaves, one per tab. */
export async function withProfile(label, body) {
  const server = new TestServer();
  await server.start();
  const profile = new Profile(label, await openGate(() => server.port));
  try {
    await body(profile, server);
    assert.deepEqual(profile.problems, [], 'the page reported problems');
  } catch (error) {
    for (const [index, page] of (profile.context?.pages() ?? []).entries()) {
      profile.page = page;
      await profile.picture(`tab_${index}`);
    }
    throw error;
  } finally {
    await profile.close();
    await server.stop();
  }
}
