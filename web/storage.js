// @ts-check
// The workspace's files in the browser's private file system (OPFS), for the one tab that has them.
//
// Boot sequence, in the worker:
//  1. openWorkspace(name) asks for the Web Lock `holdfast/<name>`. Another tab has it: the outcome
//     is `other-tab`, the page shows "Use it here", and takeOver() asks that tab to let go.
//  2. With the lock: the folder `holdfast/<name>/`, its nine files, an access handle on each. All
//     of this is asynchronous, SQLite is not, so it is done before any C++ runs.
//  3. The outcome `opened` carries a WorkspaceStorage. The host passes it to the wasm module as
//     `Module.storage`; wasm/src/storage_opfs.cpp calls its handles, synchronously, from then on.
//  4. C++ reads CURRENT, mounts the living generation and opens the database. When that says the
//     file is damaged, the page shows the recovery screen: listRawFiles() to download everything,
//     and a new workspace in the other generation, as long as that is empty. Nothing is deleted.
//  5. The host calls serveHandOver(), so that a second tab can ask for the workspace politely. It
//     never steals: a stolen lock would leave this tab's handles open, and two owners.
//  6. No private file system (`no-storage`): the person chooses a temporary workspace, which is
//     temporaryStorage() and a permanent banner, or nothing. Never memory without being asked.
//
// navigator.storage.persist() exists on the page only, so the page calls it.

/** The files of a workspace; kWorkspaceFileNames in core/workspace_files.h is the same list. */
export const WORKSPACE_FILES = [
  'CURRENT', 'ballast', 'session', 'a.db', 'a.db-journal', 'a.db-wal',
  'b.db', 'b.db-journal', 'b.db-wal',
];

const BALLAST_SLOT = WORKSPACE_FILES.indexOf('ballast');
const ROOT_FOLDER = 'holdfast';
const LEAVING_MS_MAX = 1_000;
const WORKSPACE_NAME = /^[\w.-]{1,64}$/;
/** A handle that another tab is just letting go: how long, and how often, we try. */
const BUSY_MS_MAX = 5000;
const BUSY_STEP_MS = 50;
/** An opening that does not settle is asked for again. */
const SETTLE_MS_MAX = 5000;
const SETTLE_TRIES = 3;

/**
 * Every file handle stays reachable for as long as the worker lives: Chromium never settles
 * createSyncAccessHandle() when the file handle is collected as garbage meanwhile.
 * @type {FileSystemHandle[]}
 */
const kept = [];

/**
 * What the page shows, as html[data-app].
 * @typedef {'loading' | 'ready' | 'locked' | 'other-tab' | 'no-storage' | 'error'} AppState
 *
 * The files that hold anything, and the names of those that the browser did not give.
 * @typedef {{files: {name: string, file: File}[], unreadable: string[]}} RawFiles
 *
 * How opening went. `reason` is for the log, never for people.
 * @typedef {{kind: 'opened', storage: WorkspaceStorage}
 *   | {kind: 'other-tab'}
 *   | {kind: 'no-storage', reason: string}
 *   | {kind: 'not-answering'}
 *   | {kind: 'error', reason: string}} Outcome
 */

/** The state the page shows for each outcome. @param {Outcome} outcome @returns {AppState} */
export function appState(outcome) {
  if (outcome.kind === 'opened') return 'loading';
  if (outcome.kind === 'not-answering') return 'error';
  return outcome.kind;
}

class NotAnswering extends Error {}

/** @param {unknown} error */
function errorName(error) {
  return error instanceof Error || error instanceof DOMException ? error.name : String(error);
}

/** @param {number} ms @returns {Promise<'late'>} */
function late(ms) {
  return new Promise((elapsed) => setTimeout(elapsed, ms, 'late'));
}

/**
 * The result of `start`, which is started again when it does not settle in time; whichever attempt
 * succeeds first counts. Fails when all attempts fail, or with NotAnswering.
 * @template T
 * @param {() => Promise<T>} start
 * @param {(unused: T) => void} [discard]  Takes a result that came too late.
 * @returns {Promise<T>}
 */
async function settled(start, discard = () => {}) {
  /** @type {Promise<T>[]} */
  const attempts = [];
  for (let tries = 0; tries < SETTLE_TRIES; ++tries) {
    attempts.push(start());
    const first = Promise.any(attempts).then((value) => ({ value }));
    const winner = await Promise.race([first, late(SETTLE_MS_MAX)]).catch((error) => {
      throw error.errors[0];
    });
    if (winner !== 'late') return winner.value;
  }
  for (const attempt of attempts) attempt.then(discard, () => {});
  throw new NotAnswering();
}

/**
 * What `attempt` gives, waiting for a tab that is just letting go of the file.
 * @template T
 * @param {() => Promise<T>} attempt
 * @returns {Promise<T>}
 */
async function whenFree(attempt) {
  for (let waited = 0; ; waited += BUSY_STEP_MS) {
    try {
      return await attempt();
    } catch (error) {
      if (errorName(error) !== 'NoModificationAllowedError' || waited >= BUSY_MS_MAX) throw error;
      await late(BUSY_STEP_MS);
    }
  }
}

/** @param {FileSystemFileHandle} file @returns {Promise<FileSystemSyncAccessHandle>} */
function openHandle(file) {
  return whenFree(() =>
    settled(() => file.createSyncAccessHandle(), (handle) => handle.close()));
}

/** @param {string} workspace */
async function openFolder(workspace) {
  const root = await navigator.storage.getDirectory();
  const ours = await root.getDirectoryHandle(ROOT_FOLDER, { create: true });
  const folder = await ours.getDirectoryHandle(workspace, { create: true });
  kept.push(root, ours, folder);
  return folder;
}

/** @param {FileSystemDirectoryHandle} folder @param {string} name */
async function openFile(folder, name) {
  const file = await folder.getFileHandle(name, { create: true });
  kept.push(file);
  return file;
}

/** @param {PromiseSettledResult<FileSystemSyncAccessHandle>[]} results */
function handlesOrError(results) {
  const handles = results.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const failed = results.find((one) => one.status === 'rejected');
  if (failed?.status !== 'rejected') return handles;
  for (const handle of handles) handle.close();
  throw failed.reason;
}

/** @param {string} workspace */
async function openAllHandles(workspace) {
  const folder = await settled(() => openFolder(workspace));
  const files = await Promise.all(
    WORKSPACE_FILES.map((name) => settled(() => openFile(folder, name))));
  const results = await Promise.allSettled(files.map(openHandle));
  return { files, handles: handlesOrError(results) };
}

/**
 * The Web Lock, held until `release` is called or the worker ends. Fails when the signal ends the
 * waiting for another tab.
 * @param {string} name
 * @param {LockOptions} options
 * @returns {Promise<{release: () => void}>}
 */
function holdLock(name, options) {
  return new Promise((resolve, reject) => {
    navigator.locks.request(name, options, () =>
      new Promise((release) => resolve({ release: () => release(undefined) }))).catch(reject);
  });
}

/** @param {unknown} error @returns {Outcome} */
function outcomeOf(error) {
  if (error instanceof NotAnswering) return { kind: 'not-answering' };
  const name = errorName(error);
  const taken = ['NoModificationAllowedError', 'AbortError', 'TimeoutError'].includes(name);
  if (taken) return { kind: 'other-tab' };
  if (name === 'QuotaExceededError') return { kind: 'error', reason: name };
  return { kind: 'no-storage', reason: name };
}

/**
 * The open files of a workspace. The host gives it to the wasm module as `Module.storage`.
 */
export class WorkspaceStorage {
  /** @type {'device' | 'memory'} */
  kind;
  /** The last exception of a handle, for the log. */
  lastError = '';
  /** Used again for every call, so that a write makes no garbage. */
  #options = { at: 0 };
  #release;
  #files;
  #closed = false;

  /**
   * @param {string} workspace
   * @param {{kind: 'device' | 'memory', files: FileSystemFileHandle[],
   *   handles: FileSystemSyncAccessHandle[], release: () => void}} open
   */
  constructor(workspace, open) {
    this.workspace = workspace;
    this.kind = open.kind;
    this.handles = open.handles;
    this.#files = open.files;
    this.#release = open.release;
  }

  /**
   * Bytes read into `view` from byte `at`, or a code of #failed().
   * @param {number} slot @param {Uint8Array} view @param {number} at
   */
  read(slot, view, at) {
    this.#options.at = at;
    try {
      return this.handles[slot].read(view, this.#options);
    } catch (error) {
      return this.#failed(error);
    }
  }

  /**
   * What the browser says it wrote, which is success only when it is all of `view`; or a code of
   * #failed().
   * @param {number} slot @param {Uint8Array} view @param {number} at
   */
  write(slot, view, at) {
    this.#options.at = at;
    try {
      return this.handles[slot].write(view, this.#options);
    } catch (error) {
      return this.#failed(error);
    }
  }

  /** @param {number} slot @param {number} bytes */
  truncate(slot, bytes) {
    try {
      this.handles[slot].truncate(bytes);
      if (slot === BALLAST_SLOT && bytes === 0) this.#giveBack(slot);
      return 0;
    } catch (error) {
      return this.#failed(error);
    }
  }

  /** @param {number} slot */
  flush(slot) {
    try {
      this.handles[slot].flush();
      return 0;
    } catch (error) {
      return this.#failed(error);
    }
  }

  /** @param {number} slot */
  size(slot) {
    try {
      return this.handles[slot].getSize();
    } catch (error) {
      return this.#failed(error);
    }
  }

  /**
   * Chromium counts the room of a file that shrank as used until its handle is closed. The file
   * does not answer until it is open again.
   * @param {number} slot
   */
  async #giveBack(slot) {
    this.handles[slot].close();
    try {
      this.handles[slot] = await openHandle(this.#files[slot]);
    } catch (error) {
      this.lastError = errorName(error);
    }
    if (this.#closed) this.handles[slot].close();
  }

  /**
   * kHandleThrewQuota or kHandleThrew of core/slot_files.h.
   * @param {unknown} error
   */
  #failed(error) {
    this.lastError = errorName(error);
    return this.lastError === 'QuotaExceededError' ? -2 : -1;
  }

  /** Closes the files, then lets the next tab have them. Close the database before. */
  close() {
    this.#closed = true;
    for (const handle of this.handles) handle.close();
    this.#release();
  }

  /**
   * Everything that is stored, byte for byte, to download when the database cannot be opened.
   * @returns {Promise<RawFiles>}
   */
  async listRawFiles() {
    const wanted = this.#files.filter(({ name }) => name !== 'ballast');
    const found = await Promise.allSettled(wanted.map((handle) => handle.getFile()));
    /** @type {RawFiles} */
    const raw = { files: [], unreadable: [] };
    for (const [index, { name }] of wanted.entries()) {
      const one = found[index];
      if (one.status === 'rejected') raw.unreadable.push(name);
      else if (one.value.size > 0) raw.files.push({ name, file: one.value });
    }
    return raw;
  }
}

/**
 * @param {string} workspace
 * @param {LockOptions} lockOptions
 * @returns {Promise<Outcome>}
 */
async function openWithLock(workspace, lockOptions) {
  if (!navigator.locks || !navigator.storage?.getDirectory) {
    return { kind: 'no-storage', reason: 'missing' };
  }
  /** @type {Awaited<ReturnType<typeof holdLock>> | undefined} */
  let lock;
  try {
    // With the site's data blocked in the browser's settings, asking for the lock fails already.
    lock = await holdLock(`${ROOT_FOLDER}/${workspace}`, lockOptions);
    const { files, handles } = await openAllHandles(workspace);
    const open = { kind: /** @type {const} */ ('device'), files, handles, release: lock.release };
    return { kind: 'opened', storage: new WorkspaceStorage(workspace, open) };
  } catch (error) {
    lock?.release();
    return outcomeOf(error);
  }
}

/**
 * Opens the workspace, unless another tab has it. A page that was just left, e.g. by a reload, has
 * it for a moment longer.
 * @param {string} workspace  Letters, digits, `_`, `.` and `-`, at most 64.
 * @returns {Promise<Outcome>}
 */
export async function openWorkspace(workspace) {
  if (!WORKSPACE_NAME.test(workspace)) return { kind: 'error', reason: 'workspace name' };
  return openWithLock(workspace, { signal: AbortSignal.timeout(LEAVING_MS_MAX) });
}

/**
 * Removes all files of a workspace that is closed in this tab. Fails when another tab has it open.
 * @param {string} workspace
 */
export async function removeWorkspace(workspace) {
  const root = await navigator.storage.getDirectory();
  const ours = await root.getDirectoryHandle(ROOT_FOLDER);
  await whenFree(() => ours.removeEntry(workspace, { recursive: true }));
}

/**
 * Waits, without a limit, until the other tab has let go, then opens the workspace.
 * @param {string} workspace
 * @param {AbortSignal} signal  Ends the waiting.
 * @returns {Promise<Outcome>}
 */
export async function openWorkspaceWhenFree(workspace, signal) {
  return openWithLock(workspace, { signal });
}

/**
 * Whether another tab waits in openWorkspaceWhenFree().
 * @param {string} workspace
 */
export async function isWaitedFor(workspace) {
  // A browser that cannot tell: then the person's agreement counts.
  const { pending } = await navigator.locks.query().catch(() => ({ pending: undefined }));
  if (!pending) return true;
  return pending.some(({ name }) => name === `${ROOT_FOLDER}/${workspace}`);
}

/**
 * A workspace that lives in memory and is gone when the tab closes. Only after a person chose it.
 * @param {string} workspace
 */
export function temporaryStorage(workspace) {
  const open = { kind: /** @type {const} */ ('memory'), files: [], handles: [], release() {} };
  return new WorkspaceStorage(workspace, open);
}
