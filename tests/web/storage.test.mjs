// web/storage.js against a file system that misbehaves on purpose, with a clock wound by hand.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import {
  appState, openWorkspace, removeWorkspace, temporaryStorage, WORKSPACE_FILES,
} from '../../web/storage.js';
import { stopTimeouts } from './lib/clock.mjs';

const never = () => new Promise(() => {});
const refuse = (name) => async () => { throw new DOMException('refused', name); };

/** A handle that counts being closed and answers what `behaviour` says. */
function fakeHandle(behaviour = {}) {
  const handle = { closed: 0, close: () => { handle.closed += 1; }, ...behaviour };
  return handle;
}

/** A browser whose file number `slot` opens as `open` says; all others open at once. */
function fakeBrowser({ slot = -1, open = null, lockIsFree = true } = {}) {
  const browser = { handles: [], lockHeld: false, attempts: 0 };
  const openHealthy = async () => {
    browser.handles.push(fakeHandle());
    return browser.handles.at(-1);
  };
  const fileOf = (name) => ({
    name,
    getFile: () => browser.getFile(name),
    createSyncAccessHandle() {
      if (WORKSPACE_FILES.indexOf(name) !== slot) return openHealthy();
      browser.attempts += 1;
      return open(browser.attempts, openHealthy);
    },
  });
  const folder = {
    getDirectoryHandle: async () => folder,
    getFileHandle: async (name) => fileOf(name),
    removeEntry: (name) => browser.removeEntry(name),
  };
  browser.storage = { getDirectory: async () => folder };
  browser.locks = {
    // As the signal of AbortSignal.timeout() ends the waiting for another tab.
    async request(_name, _options, body) {
      if (!lockIsFree) return refuse('TimeoutError')();
      browser.lockHeld = true;
      await body({});
      browser.lockHeld = false;
    },
  };
  Object.defineProperty(globalThis, 'navigator', { value: browser, configurable: true });
  return browser;
}

/** Lets everything run that does not wait for the clock. */
const settle = () => new Promise((idle) => setImmediate(idle));

/** Winds the clock until `promise` settles, at most `msMax`. */
async function wind(promise, msMax) {
  let outcome = null;
  promise.then((value) => { outcome = value; });
  for (let ms = 0; ms <= msMax && !outcome; ms += 50) {
    await settle();
    mock.timers.tick(50);
  }
  await settle();
  assert.ok(outcome, `not settled after ${msMax} ms`);
  return outcome;
}

beforeEach(stopTimeouts);
afterEach(() => mock.timers.reset());

test('a healthy browser opens all nine files and holds the lock', async () => {
  const browser = fakeBrowser();
  const outcome = await wind(openWorkspace('main'), 100);
  assert.equal(outcome.kind, 'opened');
  assert.equal(outcome.storage.handles.length, 9);
  assert.equal(browser.lockHeld, true);
  outcome.storage.close();
  await settle();
  assert.equal(browser.lockHeld, false);
  assert.ok(browser.handles.every(({ closed }) => closed === 1));
});

test('a workspace that another tab has is not touched', async () => {
  const browser = fakeBrowser({ lockIsFree: false });
  const outcome = await wind(openWorkspace('main'), 100);
  assert.deepEqual(outcome, { kind: 'other-tab' });
  assert.equal(browser.handles.length, 0);
});

test('a file that is just being let go of is waited for', async () => {
  const busyTwice = (attempt, healthy) =>
    (attempt <= 2 ? refuse('NoModificationAllowedError')() : healthy());
  const browser = fakeBrowser({ slot: 3, open: busyTwice });
  const outcome = await wind(openWorkspace('main'), 200);
  assert.equal(outcome.kind, 'opened');
  assert.equal(browser.attempts, 3);
});

test('a file that stays busy ends as another tab, with everything let go', async () => {
  const browser = fakeBrowser({ slot: 3, open: refuse('NoModificationAllowedError') });
  const outcome = await wind(openWorkspace('main'), 6000);
  assert.deepEqual(outcome, { kind: 'other-tab' });
  assert.equal(browser.handles.length, 8);
  assert.ok(browser.handles.every(({ closed }) => closed === 1));
  assert.equal(browser.lockHeld, false);
});

test('an opening that never settles is asked for again', async () => {
  const lostOnce = (attempt, healthy) => (attempt === 1 ? never() : healthy());
  const browser = fakeBrowser({ slot: 5, open: lostOnce });
  const outcome = await wind(openWorkspace('main'), 6000);
  assert.equal(outcome.kind, 'opened');
  assert.equal(browser.attempts, 2);
});

test('a slow opening counts although it was asked for again', async () => {
  const late = fakeHandle();
  const slow = (attempt) => (attempt === 1
    ? new Promise((opened) => setTimeout(opened, 7000, late))
    : refuse('NoModificationAllowedError')());
  fakeBrowser({ slot: 5, open: slow });
  const outcome = await wind(openWorkspace('main'), 8000);
  assert.equal(outcome.kind, 'opened');
  assert.equal(outcome.storage.handles[5], late);
});

test('storage that never answers is given up after three tries, and late handles are closed',
  async () => {
    const late = fakeHandle();
    const tooSlow = (attempt) => (attempt === 1
      ? new Promise((opened) => setTimeout(opened, 20_000, late)) : never());
    const browser = fakeBrowser({ slot: 0, open: tooSlow });
    const outcome = await wind(openWorkspace('main'), 16_000);
    assert.deepEqual(outcome, { kind: 'not-answering' });
    assert.equal(appState(outcome), 'error');
    assert.equal(browser.attempts, 3);
    mock.timers.tick(10_000);
    await settle();
    assert.equal(late.closed, 1);
  });

test('a browser without private files says so, whatever it calls that', async () => {
  for (const name of ['SecurityError', 'UnknownError', 'InvalidStateError', 'NotAllowedError']) {
    const browser = fakeBrowser();
    browser.storage.getDirectory = refuse(name);
    const outcome = await wind(openWorkspace('main'), 100);
    assert.deepEqual(outcome, { kind: 'no-storage', reason: name });
    assert.equal(appState(outcome), 'no-storage');
    assert.equal(browser.lockHeld, false);
  }
  const browser = fakeBrowser();
  delete browser.storage.getDirectory;
  assert.equal((await wind(openWorkspace('main'), 100)).kind, 'no-storage');
});

test('a browser that blocks the site\'s data is told of, not waited for', async () => {
  const browser = fakeBrowser();
  browser.locks.request = refuse('SecurityError');
  const outcome = await wind(openWorkspace('main'), 100);
  assert.deepEqual(outcome, { kind: 'no-storage', reason: 'SecurityError' });
  assert.equal(appState(outcome), 'no-storage');
  assert.equal(browser.handles.length, 0);
});

test('a workspace name that is not one is refused before anything is opened', async () => {
  fakeBrowser();
  for (const name of ['', '../other', 'a/b', 'x'.repeat(65)]) {
    assert.equal((await wind(openWorkspace(name), 100)).kind, 'error');
  }
});

test('the answers of a handle are passed on as they are, exceptions as two numbers', async () => {
  fakeBrowser();
  const { storage } = await wind(openWorkspace('main'), 100);
  const bytes = new Uint8Array(8);
  for (const answer of [8, 3, 4294967288]) {
    storage.handles[3] = fakeHandle({ write: () => answer });
    assert.equal(storage.write(3, bytes, 0), answer);
  }
  const fails = (name) => () => { throw new DOMException('refused', name); };
  storage.handles[3] = fakeHandle({
    write: fails('QuotaExceededError'), read: fails('InvalidStateError'),
    truncate: fails('QuotaExceededError'), flush: fails('NotFoundError'),
    getSize: fails('InvalidStateError'),
  });
  assert.equal(storage.write(3, bytes, 0), -2);
  assert.equal(storage.truncate(3, 0), -2);
  assert.equal(storage.read(3, bytes, 0), -1);
  assert.equal(storage.flush(3), -1);
  assert.equal(storage.size(3), -1);
});

test('the ballast is closed and opened again when it is emptied, others are not', async () => {
  fakeBrowser();
  const { storage } = await wind(openWorkspace('main'), 100);
  const ballast = WORKSPACE_FILES.indexOf('ballast');
  const before = storage.handles[ballast];
  before.truncate = () => {};
  storage.handles[3].truncate = () => {};
  assert.equal(storage.truncate(ballast, 100), 0);
  assert.equal(storage.truncate(3, 0), 0);
  assert.equal(before.closed + storage.handles[3].closed, 0);
  assert.equal(storage.truncate(ballast, 0), 0);
  assert.equal(before.closed, 1);
  await settle();
  assert.notEqual(storage.handles[ballast], before);
  assert.equal(storage.handles[ballast].closed, 0);
});

test('one file that cannot be read is named, and all others are there to download', async () => {
  const browser = fakeBrowser();
  const { storage } = await wind(openWorkspace('main'), 100);
  browser.getFile = async (name) => {
    if (name === 'b.db') throw new DOMException('refused', 'NotReadableError');
    return new Blob(name.endsWith('-wal') ? [] : ['bytes']);
  };
  const { files, unreadable } = await storage.listRawFiles();
  assert.deepEqual(files.map(({ name }) => name),
    ['CURRENT', 'session', 'a.db', 'a.db-journal', 'b.db-journal']);
  assert.deepEqual(unreadable, ['b.db']);
});

test('a workspace is removed as soon as its files are free', async () => {
  const browser = fakeBrowser();
  const removed = [];
  let busy = 2;
  browser.removeEntry = async (name) => {
    if (busy-- > 0) throw new DOMException('refused', 'NoModificationAllowedError');
    removed.push(name);
    return 'gone';
  };
  await wind(removeWorkspace('demo').then(() => 'gone'), 200);
  assert.deepEqual(removed, ['demo']);
});

test('a workspace that another tab has open is not removed', async () => {
  const browser = fakeBrowser();
  browser.removeEntry = refuse('NoModificationAllowedError');
  const outcome = await wind(removeWorkspace('demo').catch(({ name }) => name), 6000);
  assert.equal(outcome, 'NoModificationAllowedError');
});

test('a temporary workspace has no files', () => {
  const storage = temporaryStorage('main');
  assert.equal(storage.kind, 'memory');
  assert.equal(storage.handles.length, 0);
  storage.close();
});
