// web/host.js: a command that fails is said, and the app lives on.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { Host } from '../../web/host.js';
import { COMMAND, KIND, STAGE } from '../../web/host_numbers.js';
import { openFiles } from '../../web/workspaces.js';
import { stopTimeouts } from './lib/clock.mjs';

const refused = (name) => new DOMException('refused', name);
const give = (name, value) =>
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
const settle = () => new Promise((idle) => setImmediate(idle));

/** Tasks without a port that would keep the process alive. */
class FakeChannel {
  port1 = { onmessage: () => {}, close() {} };
  port2 = { postMessage: () => setImmediate(() => this.port1.onmessage()) };
}

/** A browser that opens everything; a test breaks what it is about. */
function fakeBrowser() {
  const browser = { onLine: true, opened: 0, closed: 0, locked: false, serving: 0, removals: [] };
  const handle = { close: () => { browser.closed += 1; } };
  browser.open = async () => {
    browser.opened += 1;
    return handle;
  };
  const file = (name) => ({
    name,
    createSyncAccessHandle: () => browser.open(),
    getFile: async () => { throw refused('NotReadableError'); },
  });
  const folder = {
    getDirectoryHandle: async () => folder,
    getFileHandle: async (name) => file(name),
    removeEntry: async (name) => {
      const failure = browser.removals.shift();
      if (failure) throw failure;
      browser.removed = name;
    },
  };
  browser.storage = { getDirectory: async () => folder };
  browser.locks = {
    async request(_name, _options, body) {
      browser.locked = true;
      await body({});
      browser.locked = false;
    },
  };
  give('navigator', browser);
  give('MessageChannel', FakeChannel);
  give('BroadcastChannel', class {
    constructor() { browser.serving += 1; }
    close() { browser.serving -= 1; }
  });
  return browser;
}

/** Notes every call; what it was told of stages and problems, with their texts, is in `said`. */
function fakeModule(behaviour = {}) {
  const module = { HEAPU8: new Uint8Array(4096), calls: [], said: [] };
  let free = 1;
  const textAt = (at) =>
    new TextDecoder().decode(module.HEAPU8.subarray(at, module.HEAPU8.indexOf(0, at)));
  const answers = {
    _malloc: (bytes) => { free += bytes; return free - bytes; },
    _free: () => {},
    _hf_work: () => -1,
    _hf_stage: (stage, problem) => { module.said.push([stage, textAt(problem)]); },
    _hf_problem: (key, detail) => { module.said.push([textAt(key), textAt(detail)]); },
    ...behaviour,
  };
  return new Proxy(module, {
    get(target, name) {
      if (name in target || typeof name !== 'string') return target[name];
      return (...args) => {
        module.calls.push(name);
        return answers[name]?.(...args) ?? 0;
      };
    },
  });
}

/** A host whose workspace has been opened, as far as the browser allows. */
async function startHost({ module = fakeModule(), workspace = 'own', posted = [] } = {}) {
  const page = { kick() {}, post: (message) => posted.push(message) };
  const host = new Host(module, page, workspace);
  await host.start(openFiles(workspace));
  return host;
}

/** Gives a command and waits, winding the clock, until nothing of it is under way. */
async function obey(host, what) {
  host.command(what);
  for (let ms = 0; ms < 6000; ms += 50) {
    await settle();
    mock.timers.tick(50);
  }
  await settle();
}

const countOf = (module, name) => module.calls.filter((one) => one === name).length;

/** The rejection that nobody handled, which the worker's own listener would end the app for. */
async function unhandledAfter(action) {
  const others = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  const seen = new Promise((resolve) => process.once('unhandledRejection', resolve));
  try {
    action();
    return await seen;
  } finally {
    for (const one of others) process.on('unhandledRejection', one);
  }
}

beforeEach(() => {
  stopTimeouts();
  mock.method(console, 'warn', () => {});
});
afterEach(() => {
  mock.timers.reset();
  mock.restoreAll();
});

test('files that the browser did not give are asked for again on request', async () => {
  const browser = fakeBrowser();
  const healthy = browser.open;
  browser.open = async () => { throw refused('QuotaExceededError'); };
  const module = fakeModule();
  const host = await startHost({ module });
  assert.deepEqual(module.said.at(-1), [STAGE.notOpened, 'start.no_room']);
  assert.equal(countOf(module, '_hf_open'), 0);

  browser.open = healthy;
  await obey(host, COMMAND.tryAgain);
  assert.deepEqual(module.said.at(-1), [STAGE.loading, '']);
  assert.equal(countOf(module, '_hf_open'), 1);
  assert.equal(browser.opened, 9);
});

test('trying again closes what was open, so that the same files can be opened', async () => {
  const browser = fakeBrowser();
  const module = fakeModule();
  const host = await startHost({ module });
  await obey(host, COMMAND.tryAgain);
  assert.equal(browser.closed, 9);
  assert.equal(browser.opened, 18);
  assert.equal(browser.serving, 1, 'other tabs are answered once');
  assert.equal(countOf(module, '_hf_open'), 2);
});

test('half a demo company is removed although its files are let go of late', async () => {
  const browser = fakeBrowser();
  const module = fakeModule();
  const host = await startHost({ module, workspace: 'demo' });
  browser.removals = [
    refused('NoModificationAllowedError'), refused('NoModificationAllowedError')];
  await obey(host, COMMAND.startDemoAgain);
  assert.equal(browser.removed, 'demo');
  assert.equal(browser.serving, 1, 'the workspace before answers no other tab any more');
  assert.equal(countOf(module, '_hf_open'), 2);
});

test('half a demo company that cannot be removed is said, with a way to try again', async () => {
  const browser = fakeBrowser();
  const module = fakeModule();
  const host = await startHost({ module, workspace: 'demo' });
  browser.removals = [refused('InvalidModificationError')];
  await obey(host, COMMAND.startDemoAgain);
  assert.deepEqual(module.said.at(-1), [STAGE.notOpened, 'start.storage_silent']);
  assert.equal(browser.locked, false);
  assert.equal(browser.serving, 0);
  await obey(host, COMMAND.tryAgain);
  assert.equal(countOf(module, '_hf_open'), 2);
});

test('a new workspace keeps the files open and goes on answering other tabs', async () => {
  const browser = fakeBrowser();
  const kinds = [];
  const module = fakeModule({ _hf_start_new: (kind) => { kinds.push(kind); } });
  const host = await startHost({ module });
  await obey(host, COMMAND.startNew);
  assert.deepEqual(kinds, [KIND.own]);
  assert.equal(browser.closed, 0);
  assert.equal(browser.serving, 1);
  assert.equal(browser.removed, undefined);
});

test('a download whose files cannot be read names them, and nothing else stops', async () => {
  fakeBrowser();
  const posted = [];
  const module = fakeModule({ _hf_export_begin: () => 1 });
  const host = await startHost({ module, posted });
  await obey(host, COMMAND.downloadData);
  const [key, detail] = module.said.at(-1);
  assert.equal(key, 'start.files_unreadable');
  assert.match(detail, /^CURRENT, session, a\.db, /);
  assert.deepEqual(posted, []);
});

test('a download that fails in an unforeseen way is said as one', async () => {
  fakeBrowser();
  const module = fakeModule({ _hf_export_begin: () => 1 });
  const host = await startHost({ module });
  module.storage.listRawFiles = async () => { throw refused('UnknownError'); };
  await obey(host, COMMAND.downloadData);
  assert.deepEqual(module.said.at(-1), ['start.download_failed', '']);
});

test('a trap of the module is not taken for a command that failed', async () => {
  fakeBrowser();
  const trap = new WebAssembly.RuntimeError('unreachable');
  const module = fakeModule({ _hf_start_new: () => { throw trap; } });
  const host = await startHost({ module });
  const told = module.said.length;
  assert.equal(await unhandledAfter(() => host.command(COMMAND.startNew)), trap);
  assert.equal(module.said.length, told, 'the module is not called again');
});
