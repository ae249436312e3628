// The server dies ten times while two browsers write; nothing is lost and nothing comes twice.
// The browsers are driven through window.bench, which saves and syncs as the product's screens do.
import { rows, TABLES, woId } from '../../bench/workload.mjs';
import { openGate } from '../lib/gate.mjs';
import { Profile } from '../lib/browser.mjs';
import { TestServer } from '../lib/server.mjs';
import { assert } from '../lib/steps.mjs';

const KILLS = 10;
const EDITS_PER_KILL = 25;  // Of each of the two browsers: 500 in all.
const WORK_ORDERS = 20;
const SEED = Number(process.env.HOLDFAST_SEED ?? 20261121);

/** Repeatable numbers in [0, 1). */
function randomSource(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

class Writer {
  constructor(user, workOrder) {
    Object.assign(this, { user, workOrder, done: 0, profile: null, page: null });
  }

  async start(server) {
    server.addUser(this.user);
    this.profile = new Profile(this.user, await openGate(() => server.port));
    this.page = await this.profile.openPage('bench.html');
    await this.page.waitForFunction(() => window.bench !== undefined);
  }

  ask(method, ...values) {
    return this.page.evaluate(([name, given]) => window.bench[name](...given), [method, values]);
  }

  enrol(server) {
    return this.ask('sync', this.profile.gate.origin, server.deviceCode(this.user));
  }

  /** One transaction each, one after the other. */
  async edit(count, noted) {
    for (let index = 0; index < count; index += 1) {
      this.done += 1;
      await this.ask('edit', [{ id: woId(this.workOrder), patch: { title: this.title() } }]);
      noted();
    }
  }

  title() {
    return `${this.user} wrote ${this.done} times`;
  }

  async shows(other) {
    const { ids } = await this.ask('search', { text: other.title(), limit: 10 });
    assert.deepEqual(ids, [woId(other.workOrder)], `${this.user} shows what ${other.user} wrote`);
  }
}

/** Both write; somewhere among their edits the server is killed, and then started again. */
async function writeThroughAKill(server, writers, random) {
  const killAt = Math.ceil(random() * EDITS_PER_KILL * writers.length);
  let count = 0;
  let restarted = null;
  const restart = async () => {
    await server.kill('SIGKILL');
    await server.start();
  };
  const noted = () => {
    count += 1;
    if (count === killAt) restarted = restart();
  };
  await Promise.all(writers.map((writer) => writer.edit(EDITS_PER_KILL, noted)));
  await restarted;
}

export const tests = {
  async 'ten kills of the server during 500 edits lose nothing and repeat nothing'() {
    console.log(`     seed ${SEED}`);
    const server = new TestServer();
    const writers = [new Writer('ana', 0), new Writer('ben', 1)];
    try {
      await server.start();
      for (const writer of writers) await writer.start(server);
      const [first] = writers;
      for (const table of TABLES)
        await first.ask('load', { [table]: rows(table, 1, 0, WORK_ORDERS, WORK_ORDERS) });
      for (const writer of writers) {
        await writer.enrol(server);
        await writer.ask('waitSynced');
      }
      const before = server.loggedCount();
      const random = randomSource(SEED);
      for (let kill = 0; kill < KILLS; kill += 1) await writeThroughAKill(server, writers, random);
      for (const writer of writers) await writer.ask('waitSynced');
      assert.equal(server.loggedCount() - before, writers.length * KILLS * EDITS_PER_KILL,
        'every edit stands in the log of the server, exactly once');
      // The first to be in sync may not have heard of the other's last ones yet.
      for (const writer of writers) await writer.ask('waitSynced');
      await writers[0].shows(writers[1]);
      await writers[1].shows(writers[0]);
    } finally {
      for (const writer of writers) await writer.profile?.close();
      await server.stop();
    }
  },
};
