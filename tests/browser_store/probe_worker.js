// The worker of the probe: web/storage.js, the probe's wasm module, and the runner's calls on both.

import createModule from '/build/holdfast_store_probe.js';
import * as storageFiles from '/web/storage.js';
import { serveHandOver, takeOver } from '/web/storage_handover.js';
import { exportDatabase, importDatabase } from '/web/storage_transfer.js';

const IMPORT_STILL_CHECKING = 1000;
const EXPORT_BYTES = 1024 * 1024;

let workspace = '';
let storage = null;
let core = null;
let running = false;

const report = (what) => postMessage({ report: what });

function nextTask() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** Loads the module on what was opened, and opens the database. */
async function start(outcome, seed) {
  if (outcome.kind !== 'opened') return { kind: outcome.kind };
  storage = outcome.storage;
  core = await createModule({ storage });
  return { kind: 'opened', failure: core._probe_open(seed) };
}

/** Commits transaction after transaction and reports each one that is acknowledged. */
async function commitLoop(name) {
  for (let number = core._probe_last() + 1; running; ++number) {
    const failure = core[name](number);
    if (failure !== 0) return report({ failure });
    report({ acknowledged: number });
    await nextTask();
  }
}

function withBytes(bytes, call) {
  const at = core._malloc(bytes.length);
  core.HEAPU8.set(bytes, at);
  const answer = call(at);
  core._free(at);
  return answer;
}

const importPort = {
  begin: () => core._probe_import_begin(),
  append: (slice) => withBytes(slice, (at) => core._probe_import_append(at, slice.length)),
  check() {
    const code = core._probe_import_check();
    return { failure: code === IMPORT_STILL_CHECKING ? 0 : code, sound: code === 0 };
  },
};

function exportPort(at) {
  return {
    read() {
      const count = core._probe_export_read(at, EXPORT_BYTES);
      return count < 0 ? null : core.HEAPU8.subarray(at, at + count);
    },
  };
}

const ownerOf = ({ dirty, agrees }) => ({
  hasUnsavedText: () => dirty,
  askPerson: async () => agrees,
  async finish() {
    running = false;
    core._probe_checkpoint();
    core._probe_close();
    storage.close();
  },
  parked: () => report({ parked: true }),
});

const calls = {
  async open(name, seed) {
    workspace = name;
    return start(await storageFiles.openWorkspace(name), seed);
  },
  async openUnderCollection(name, rounds) {
    workspace = name;
    const opening = storageFiles.openWorkspace(name);
    for (let round = 0; round < rounds; ++round) {
      globalThis.gc();
      await nextTask();
    }
    const outcome = await opening;
    if (outcome.kind === 'opened') outcome.storage.close();
    return outcome.kind;
  },
  /** The same without our care: how many of `count` openings this browser loses. */
  async countLostOpenings(count, rounds) {
    const folder = await navigator.storage.getDirectory();
    let settled = 0;
    for (let number = 0; number < count; ++number) {
      folder.getFileHandle(`unkept-${number}`, { create: true })
        .then((file) => file.createSyncAccessHandle())
        .then((handle) => { settled += 1; handle.close(); });
      for (let round = 0; round < rounds; ++round) {
        globalThis.gc();
        await nextTask();
      }
    }
    // One that is kept and was asked for last: what has not settled before it never will.
    const last = await folder.getFileHandle('kept', { create: true });
    (await last.createSyncAccessHandle()).close();
    return count - settled;
  },
  async openTemporary(name, seed) {
    return start({ kind: 'opened', storage: storageFiles.temporaryStorage(name) }, seed);
  },
  async breakDirectory(errorName) {
    StorageManager.prototype.getDirectory = async () => {
      throw new DOMException('refused for the test', errorName);
    };
  },
  call: async (name, ...args) => core[`_probe_${name}`](...args),
  async startLoop(name) {
    running = true;
    commitLoop(`_probe_commit_${name}`);
  },
  async stopLoop() {
    running = false;
    await nextTask();
  },
  async commitsMs(count) {
    const each = [];
    for (let number = core._probe_last() + 1; each.length < count; ++number) {
      const started = performance.now();
      const failure = core._probe_commit_small(number);
      if (failure !== 0) return { failure };
      each.push(performance.now() - started);
    }
    return { each };
  },
  async close() {
    const failure = core._probe_close();
    storage.close();
    return failure;
  },
  async serve(behaviour) {
    serveHandOver(workspace, ownerOf(behaviour));
  },
  async takeOver(name, seed) {
    workspace = name;
    const progress = (word) => report({ progress: word });
    const outcome = await takeOver(name, progress, new AbortController().signal);
    return start(outcome, seed);
  },
  async rawFiles() {
    const { files } = await storage.listRawFiles();
    return files.map(({ name, file }) => ({ name, bytes: file.size }));
  },
  async exportAndImport(cutBytes) {
    core._probe_export_begin();
    const at = core._malloc(EXPORT_BYTES);
    const blob = await exportDatabase(exportPort(at));
    core._free(at);
    core._probe_export_end();
    const file = new File([blob.slice(0, blob.size - cutBytes)], 'copy.db');
    return { bytes: file.size, failure: await importDatabase(file, importPort, () => true) };
  },
  async acceptImport(seed) {
    const failure = core._probe_import_accept();
    return failure || core._probe_open(seed);
  },
};

onmessage = async ({ data }) => {
  try {
    const answer = await calls[data.name](...data.args);
    postMessage({ id: data.id, answer });
  } catch (error) {
    postMessage({ id: data.id, error: error.stack });
  }
};
