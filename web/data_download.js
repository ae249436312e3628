// @ts-check
// "Download my data": a copy of the open database, and the files as they are where there is none.

import { exportDatabase } from './storage_transfer.js';
import { isTrap } from './trap.js';

/**
 * @typedef {import('./storage.js').WorkspaceStorage} WorkspaceStorage
 * @typedef {import('./storage.js').RawFiles} RawFiles
 * @typedef {import('./types/holdfast.js').HoldfastModule} HoldfastModule
 * @typedef {{name: string, file: Blob}} NamedFile
 *
 * What to tell the person: a key of the catalogues, and what stands for {0} in its sentence.
 * @typedef {{key: string, detail: string}} Problem
 */

/** @type {RawFiles} */
const NO_FILES = { files: [], unreadable: [] };

export class DataDownload {
  #module;
  #give;
  #running = false;
  #stopped = false;

  /**
   * @param {HoldfastModule} module
   * @param {(files: NamedFile[]) => void} give  Hands the files to the person.
   */
  constructor(module, give) {
    this.#module = module;
    this.#give = give;
  }

  /** The module has trapped: it is not read any more. */
  stop() {
    this.#stopped = true;
  }

  /**
   * One at a time: a second press while a large file is read changes nothing.
   * @param {WorkspaceStorage | null} storage
   * @returns {Promise<Problem | null>}
   */
  async run(storage) {
    if (this.#running) return null;
    this.#running = true;
    try {
      return await this.#download(storage);
    } finally {
      this.#running = false;
    }
  }

  /** @param {WorkspaceStorage | null} storage @returns {Promise<Problem | null>} */
  async #download(storage) {
    const begun = this.#module._hf_export_begin() === 0;
    const copy = begun ? await this.#copyDatabase() : null;
    const { files, unreadable } = (await storage?.listRawFiles()) ?? NO_FILES;
    const given = copy ? [copy, ...files.filter(({ name }) => this.#isKept(name))] : files;
    if (given.length > 0) this.#give(given);
    const missing = copy ? unreadable.filter((name) => this.#isKept(name)) : unreadable;
    if (missing.length > 0) return { key: 'start.files_unreadable', detail: missing.join(', ') };
    if (given.length > 0) return null;
    return { key: begun ? 'start.download_failed' : 'start.nothing_to_download', detail: '' };
  }

  /** Null when it could not be made, for want of memory for instance. */
  async #copyDatabase() {
    let file = null;
    try {
      file = await exportDatabase({ read: () => this.#read() });
    } catch (error) {
      if (isTrap(error)) throw error;
      console.warn('The database could not be copied:', error);
    }
    if (this.#stopped) return null;
    this.#module._hf_export_end();
    const date = new Date().toISOString().slice(0, 10);
    return file && { name: `holdfast-${date}.db`, file };
  }

  #read() {
    const count = this.#stopped ? -1 : this.#module._hf_export_read();
    if (count < 0) return null;
    const from = this.#module._hf_export_bytes();
    return this.#module.HEAPU8.subarray(from, from + count);
  }

  /** A damaged file beside the open database, from before a new workspace was started. */
  /** @param {string} name */
  #isKept(name) {
    const letter = this.#stopped ? 0 : this.#module._hf_kept_files();
    return letter !== 0 && name.startsWith(`${String.fromCharCode(letter)}.db`);
  }
}
