// One server and two enrolled browsers, closed again whatever happens.
import { Profile } from './browser.mjs';
import { openGate } from './gate.mjs';
import { TestServer } from './server.mjs';
import { assert, enrol } from './steps.mjs';

/** Runs `body({server, a, b})`; `label` names the pictures that a failure leaves. */
export async function withTwoBrowsers(label, body, options = {}) {
  const server = new TestServer();
  const profiles = [];
  try {
    await server.start();
    for (const user of ['ana', 'ben']) {
      server.addUser(user);
      const profile = new Profile(user, await openGate(() => server.port));
      profiles.push(profile);
      await profile.open('#/home', options);
      await enrol(profile, server.deviceCode(user));
    }
    await body({ server, a: profiles[0], b: profiles[1] });
    for (const { name, problems } of profiles) assert.deepEqual(problems, [], `seen by ${name}`);
  } catch (error) {
    for (const profile of profiles) await profile.picture(label);
    throw error;
  } finally {
    for (const profile of profiles) await profile.close();
    await server.stop();
  }
}
