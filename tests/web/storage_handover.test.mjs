// The words between two tabs, with the real BroadcastChannel and a lock of our own.
import assert from 'node:assert/strict';
import { afterEach, mock, test } from 'node:test';
import { serveHandOver, takeOver } from '../../web/storage_handover.js';
import { stopTimeouts } from './lib/clock.mjs';

/** One lock for everybody, and files that open at once. */
function fakeBrowser() {
  let free = Promise.resolve();
  const pending = new Set();
  const file = { createSyncAccessHandle: async () => ({ close() {} }) };
  const folder = { getDirectoryHandle: async () => folder, getFileHandle: async () => file };
  const browser = {
    storage: { getDirectory: async () => folder },
    locks: {
      async request(name, { signal }, body) {
        const before = free;
        let done;
        free = new Promise((released) => { done = released; });
        pending.add(name);
        const aborted = new Promise((_, fail) => signal?.addEventListener('abort', () => {
          fail(signal.reason);
          before.then(done);
        }));
        await Promise.race([before, aborted]).finally(() => pending.delete(name));
        await body({});
        done();
      },
      query: async () => ({ pending: [...pending].map((name) => ({ name })) }),
    },
  };
  Object.defineProperty(globalThis, 'navigator', { value: browser, configurable: true });
  return browser;
}

/** A tab that has the workspace, with a form that may be dirty and a person who may agree. */
function ownerTab(browser, name, { dirty, agrees }) {
  const tab = { finished: 0, parked: 0, agree: null, stopped: 0, dirty };
  let release;
  browser.locks.request(name, {}, () => new Promise((released) => { release = released; }));
  tab.letGo = () => release();
  tab.stop = serveHandOver(name, {
    hasUnsavedText: () => tab.dirty,
    askPerson: async () => {
      const agreed = agrees ?? await new Promise((answered) => { tab.agree = answered; });
      if (agreed) tab.dirty = false;  // Saved, or thrown away.
      return agreed;
    },
    stopAsking: () => {
      tab.stopped += 1;
      tab.agree(false);
    },
    finish: async () => { tab.finished += 1; release(); },
    parked: () => { tab.parked += 1; },
  });
  return tab;
}

/** What the new tab showed, and a way to wait for a word. */
function progressLog() {
  const seen = [];
  const waiting = [];
  const report = (word) => {
    seen.push(word);
    for (const one of waiting.splice(0)) one();
  };
  const until = async (word) => {
    while (!seen.includes(word)) await new Promise((told) => waiting.push(told));
  };
  return { seen, report, until };
}

const signal = () => new AbortController().signal;

const settle = () => new Promise((idle) => setImmediate(idle));

afterEach(() => mock.timers.reset());

test('an owner with nothing unsaved finishes, closes and is parked', async () => {
  const owner = ownerTab(fakeBrowser(), 'clean', { dirty: false, agrees: true });
  const { seen, report } = progressLog();
  const outcome = await takeOver('clean', report, signal());
  assert.equal(outcome.kind, 'opened');
  assert.equal(seen[0], 'waiting');
  assert.ok(!seen.includes('asking') && !seen.includes('no-answer'));
  assert.deepEqual([owner.finished, owner.parked], [1, 1]);
  outcome.storage.close();
});

test('an owner with unsaved text asks its person, who may refuse', async () => {
  const owner = ownerTab(fakeBrowser(), 'dirty', { dirty: true, agrees: false });
  const { seen, report, until } = progressLog();
  const opening = takeOver('dirty', report, signal());
  await until('refused');
  assert.deepEqual(seen, ['waiting', 'asking', 'refused']);
  assert.equal(owner.finished, 0);
  owner.stop();
  owner.letGo();
  assert.equal((await opening).kind, 'opened');
});

test('a third tab that asks while the person is thinking hears the same', async () => {
  const owner = ownerTab(fakeBrowser(), 'third', { dirty: true, agrees: null });
  const second = progressLog();
  const third = progressLog();
  const openings = [takeOver('third', second.report, signal())];
  await second.until('asking');
  openings.push(takeOver('third', third.report, signal()));
  await third.until('asking');
  owner.agree(true);
  const first = await openings[0];
  assert.equal(first.kind, 'opened');
  assert.equal(owner.finished, 1);
  first.storage.close();
  (await openings[1]).storage.close();
});

test('who cancels the waiting leaves the workspace where it is', async () => {
  const owner = ownerTab(fakeBrowser(), 'cancelled', { dirty: true, agrees: null });
  const { report, until } = progressLog();
  const waiting = new AbortController();
  const opening = takeOver('cancelled', report, waiting.signal);
  await until('asking');
  waiting.abort();
  assert.equal((await opening).kind, 'other-tab');
  while (owner.stopped === 0) await settle();
  assert.deepEqual([owner.finished, owner.parked, owner.stopped], [0, 0, 1]);
  owner.stop();
});

test('an owner lets nothing go when the tab that asked was closed meanwhile', async () => {
  const owner = ownerTab(fakeBrowser(), 'gone', { dirty: true, agrees: null });
  const channel = new BroadcastChannel('holdfast/gone');
  const words = [];
  const heard = (word) => new Promise((told) => {
    channel.onmessage = ({ data }) => {
      words.push(data);
      if (data === word) told();
    };
  });
  channel.postMessage('please');
  await heard('asking');
  owner.agree(true);
  await heard('refused');
  assert.deepEqual([owner.finished, owner.parked], [0, 0]);
  channel.close();
  owner.stop();
});

test('what is typed while the owner looks for who waits is asked about as well', async () => {
  const browser = fakeBrowser();
  const owner = ownerTab(browser, 'typing', { dirty: true, agrees: null });
  const query = browser.locks.query;
  let looks = 0;
  browser.locks.query = async () => {
    looks += 1;
    if (looks === 1) owner.dirty = true;
    return query();
  };
  const { report, until } = progressLog();
  const opening = takeOver('typing', report, signal());
  await until('asking');
  owner.agree(true);
  owner.agree = null;
  while (owner.agree === null) await settle();
  assert.equal(owner.finished, 0);
  owner.agree(true);
  const outcome = await opening;
  assert.deepEqual([outcome.kind, owner.finished, looks], ['opened', 1, 2]);
  outcome.storage.close();
});

test('where the browser does not say who waits, the agreement counts', async () => {
  const browser = fakeBrowser();
  const owner = ownerTab(browser, 'silent', { dirty: true, agrees: true });
  browser.locks.query = async () => { throw new DOMException('refused', 'SecurityError'); };
  const outcome = await takeOver('silent', () => {}, signal());
  assert.deepEqual([outcome.kind, owner.finished], ['opened', 1]);
  outcome.storage.close();
});

test('without an answer the person is told in three seconds, and nothing is stolen', async () => {
  const browser = fakeBrowser();
  let release;
  browser.locks.request('frozen', {}, () => new Promise((released) => { release = released; }));
  await settle();
  stopTimeouts();
  const { seen, report } = progressLog();
  let opened = false;
  const opening = takeOver('frozen', report, signal()).then((outcome) => {
    opened = true;
    return outcome;
  });
  mock.timers.tick(2999);
  assert.deepEqual(seen, ['waiting']);
  mock.timers.tick(1);
  assert.deepEqual(seen, ['waiting', 'no-answer']);
  await settle();
  assert.equal(opened, false);
  release();
  assert.equal((await opening).kind, 'opened');
});
