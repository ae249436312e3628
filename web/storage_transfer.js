// @ts-check
// A whole database file in or out, in slices, through core/database_transfer.h. No screen offers
// the way in yet.

/** Slices of an import; the whole file is never in memory. */
const SLICE_BYTES = 4 * 1024 * 1024;

/**
 * The wasm module's side. Each call answers 0, or the number of a failure to show as a sentence.
 * @typedef {object} ImportPort
 * @property {() => number} begin  Empties the spare generation.
 * @property {(slice: Uint8Array) => number} append
 * @property {() => {failure: number, sound: boolean}} check  One table per call.
 * @property {() => number} accept  Makes the file the living generation; then start again.
 *
 * @typedef {object} ExportPort
 * @property {() => Uint8Array | null} read  A view of the next bytes, empty at the end; null when
 *   the file did not answer.
 *
 * @typedef {object} Progress
 * @property {'copying' | 'checking'} step
 * @property {number} bytes
 * @property {number} bytesMax
 */

/** Lets the worker draw a frame. */
function nextTask() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve(undefined);
    };
    port2.postMessage(null);
  });
}

/** @param {File} file @param {ImportPort} port @param {(progress: Progress) => boolean} goOn */
async function copyIn(file, port, goOn) {
  for (let at = 0; at < file.size; at += SLICE_BYTES) {
    const slice = await file.slice(at, at + SLICE_BYTES).arrayBuffer();
    const failure = port.append(new Uint8Array(slice));
    if (failure !== 0) return failure;
    const bytes = Math.min(at + SLICE_BYTES, file.size);
    if (!goOn({ step: 'copying', bytes, bytesMax: file.size })) return 'cancelled';
  }
  return 0;
}

/** @param {number} bytes @param {ImportPort} port @param {(progress: Progress) => boolean} goOn */
async function checkAll(bytes, port, goOn) {
  for (;;) {
    const { failure, sound } = port.check();
    if (failure !== 0) return failure;
    if (sound) return 0;
    if (!goOn({ step: 'checking', bytes, bytesMax: bytes })) return 'cancelled';
    await nextTask();
  }
}

/**
 * Copies and checks `file`. 0: the host closes the database, calls accept() and starts again. On
 * every other answer the person's own data is as it was.
 * @param {File} file
 * @param {ImportPort} port
 * @param {(progress: Progress) => boolean} goOn  False cancels.
 * @returns {Promise<number | 'cancelled'>}
 */
export async function importDatabase(file, port, goOn) {
  const failure = port.begin() || (await copyIn(file, port, goOn));
  return failure || checkAll(file.size, port, goOn);
}

/**
 * The database as one file, or null when it could not be read.
 * @param {ExportPort} port
 * @returns {Promise<Blob | null>}
 */
export async function exportDatabase(port) {
  /** @type {BlobPart[]} */
  const parts = [];
  for (;;) {
    const slice = port.read();
    if (!slice) return null;
    if (slice.length === 0) return new Blob(parts, { type: 'application/vnd.sqlite3' });
    // A Blob copies: the view into the wasm memory may move with the next call.
    parts.push(new Blob([new Uint8Array(slice)]));
    await nextTask();
  }
}
