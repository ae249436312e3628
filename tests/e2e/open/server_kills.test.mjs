// The server dies ten times while two browsers write; nothing is lost and nothing comes twice.
import { openGate } from '../lib/gate.mjs';
import { Profile } from '../lib/browser.mjs';
import { TestServer } from '../lib/server.mjs';
import { assert, editField, enrol, expectText, goTo, save, waitSynced } from '../lib/steps.mjs';

const EDITS_PER_BROWSER = 250;
const KILLS = 10;
const SEED = Number(process.env.HOLDFAST_SEED ?? 20261121);

/** Repeatable numbers in [0, 1). */
function randomSource(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

async function createAccount(page, name) {
  await goTo(page, '#/account/new');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await save(page);
  return page.evaluate(() => location.hash);
}

async function editManyTimes(profile, done) {
  for (let count = 1; count <= EDITS_PER_BROWSER; count += 1) {
    await editField(profile.page, 'Industry', `edit ${count}`);
    done();
  }
}

const headOf = async (server) =>
  Number(/^holdfast_head (\d+)/m.exec((await server.get('/metrics')).text)[1]);

/** Kills and restarts the server each time another share of the edits has been typed. */
async function killAlong(server, progress, random) {
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const share = (kill - random()) / KILLS;
    await progress.reached(Math.floor(share * 2 * EDITS_PER_BROWSER));
    await server.kill('SIGKILL');
    await server.start();
  }
}

function makeProgress() {
  let count = 0;
  let waiting = [];
  return {
    add() {
      count += 1;
      waiting.filter((entry) => entry.at <= count).forEach((entry) => entry.wake());
      waiting = waiting.filter((entry) => entry.at > count);
    },
    reached: (at) => (at <= count ? Promise.resolve()
      : new Promise((wake) => { waiting.push({ at, wake }); })),
  };
}

export const tests = {
  async 'ten kills of the server during 500 edits lose nothing and repeat nothing'() {
    console.log(`     seed ${SEED}`);
    const server = new TestServer();
    const profiles = [];
    try {
      await server.start();
      const addresses = [];
      for (const user of ['ana', 'ben']) {
        server.addUser(user);
        const profile = new Profile(user, await openGate(() => server.port));
        profiles.push(profile);
        await profile.open();
        await enrol(profile, server.deviceCode(user));
        addresses.push(await createAccount(profile.page, `Account of ${user}`));
        await waitSynced(profile.page);
      }
      const before = await headOf(server);
      const progress = makeProgress();
      await Promise.all([killAlong(server, progress, randomSource(SEED)),
        ...profiles.map((profile) => editManyTimes(profile, progress.add))]);
      for (const profile of profiles) await waitSynced(profile.page, 120_000);

      assert.equal(await headOf(server) - before, 2 * EDITS_PER_BROWSER,
        'every edit is one position of the server, exactly once');
      for (const [index, profile] of profiles.entries()) {
        await goTo(profile.page, addresses[1 - index]);
        await expectText(profile.page, `edit ${EDITS_PER_BROWSER}`);
      }
    } finally {
      for (const profile of profiles) await profile.close();
      await server.stop();
    }
  },
};
