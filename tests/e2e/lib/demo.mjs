// The demo workspace (#demo) in a fresh profile: no server data, the quickest way to a filled app.
import { strict as assert } from 'node:assert';
import { openGate } from './gate.mjs';
import { Profile } from './browser.mjs';
import { TestServer } from './server.mjs';

/** Runs `body(page, profile, server)` on a fresh profile with the demo company. */
export async function withDemo(body, { hash = '#demo', options = {} } = {}) {
  const server = new TestServer();
  await server.start();
  const profile = new Profile('demo', await openGate(() => server.port));
  try {
    const page = await profile.open(hash, options);
    await body(page, profile, server);
    assert.deepEqual(profile.problems, [], 'the page reported problems');
  } catch (error) {
    await profile.picture('failed');
    throw error;
  } finally {
    await profile.close();
    await server.stop();
  }
}
