// @ts-check
// The product's host in the worker: gives the wasm module its files, network, timers and work, and
// carries the module's commands to storage and page. The rules are in wasm/src/host.cpp.

import { Bridge } from './bridge.js';
import { browserName } from './browser_name.js';
import { DataDownload } from './data_download.js';
import { COMMAND, FACT, KEEPING, KIND, STAGE } from './host_numbers.js';
import { removeWorkspace, temporaryStorage } from './storage.js';
import { serveHandOver, takeOver } from './storage_handover.js';
import { isTrap } from './trap.js';
import { DEMO_WORKSPACE, folderOf, openFiles } from './workspaces.js';

export { openFiles } from './workspaces.js';

/** What the page is told of each step of a hand-over. */
const HAND_OVER_WORDS = /** @type {Record<string, string>} */ ({
  asking: 'start.other_tab_busy',
  refused: 'start.other_tab_busy',
  'no-answer': 'start.other_tab_silent',
});

/**
 * @typedef {import('./storage.js').WorkspaceStorage} WorkspaceStorage
 * @typedef {import('./storage.js').Outcome} Outcome
 * @typedef {import('./workspaces.js').WorkspaceKind} WorkspaceKind
 * @typedef {import('./types/holdfast.js').HoldfastModule} HoldfastModule
 *
 * @typedef {object} Page What the host needs of the worker around it.
 * @property {() => void} kick Asks for a frame.
 * @property {(message: object) => void} post Sends to the page.
 */

export class Host {
  /** @type {HoldfastModule} */
  #module;
  #page;
  #workspace;
  #bridge;
  /** @type {WorkspaceStorage | null} */
  #storage = null;
  /** @type {() => void} */
  #stopServing = () => {};
  /** @type {(letGo: boolean) => void} */
  #handOverAnswer = () => {};
  /** Ends the waiting for another tab. */
  #waiting = new AbortController();
  /** @type {Map<number, File>} */
  #files = new Map();
  #nextFile = 1;
  #workTimer = 0;
  #workChannel = new MessageChannel();
  #workIsPosted = false;
  #download;
  #stopped = false;
  #unsaved = false;

  /**
   * @param {HoldfastModule} module
   * @param {Page} page
   * @param {WorkspaceKind} workspace
   */
  constructor(module, page, workspace) {
    this.#module = module;
    this.#page = page;
    this.#workspace = workspace;
    this.#bridge = this.#makeBridge();
    this.#download = new DataDownload(module, (files) =>
      page.post({ type: 'download-files', files }));
    this.#workChannel.port1.onmessage = () => this.#work();
    module.host = this;
  }

  /** Opens the workspace. The module's frames may run already and show that it is loading. */
  /** @param {Promise<Outcome>} opening What openFiles() gave. */
  async start(opening) {
    await this.#take(await opening);
  }

  /** A message of the page that is meant for the product, not for the platform. */
  /** @param {any} message @returns {boolean} Whether it was one. */
  onMessage(message) {
    switch (message.type) {
      case 'online': this.#call('_hf_online', message.online ? 1 : 0); return true;
      case 'visibility': this.#call('_hf_visible', message.hidden ? 0 : 1); return true;
      case 'update-ready': this.#call('_hf_update_ready'); return true;
      case 'files': this.#onFiles(message.files); return true;
      case 'kept': this.#onKept(message); return true;
      case 'copied': this.#call('_hf_copied', message.done ? 1 : 0); return true;
      case 'leaving': this.#leave(); return true;
      default: return false;
    }
  }

  /** Call after every frame: drawing it may have started work, or taken what was typed. */
  afterFrame() {
    this.#tellUnsaved();
    this.#planWork(0);
  }

  /** The module has trapped: nothing is called any more. The files stay as the last commit left
   * them, and go with the worker. */
  stop() {
    this.#stopped = true;
    clearTimeout(this.#workTimer);
    this.#bridge.stop();
    this.#download.stop();
    this.#stopServing();
  }

  // ---- Module.host: what wasm/src/browser.cpp calls ---------------------------------------------

  /** @param {number} which @returns {string} */
  fact(which) {
    if (which === FACT.language) return navigator.language;
    return which === FACT.browser ? browserName() : self.location.origin;
  }

  /** @param {import('./bridge.js').Request} request */
  send(request) {
    void this.#bridge.send(request);
  }

  /** @param {string} path @param {string} token */
  openSocket(path, token) {
    this.#bridge.openSocket(path, token);
  }

  closeSocket() {
    this.#bridge.closeSocket();
  }

  /** @param {number} atMs */
  setTimer(atMs) {
    this.#bridge.setTimer(atMs);
  }

  /** @param {number} what */
  command(what) {
    // After the call that is under way: a command may close the very workspace that gave it.
    queueMicrotask(() => void this.#obeyOrSay(what));
  }

  /** @param {number} token */
  fileSize(token) {
    return this.#files.get(token)?.size ?? 0;
  }

  /** @param {number} token @param {number} offset @param {number} count */
  fileRead(token, offset, count) {
    const file = this.#files.get(token);
    try {
      const slice = file?.slice(offset, offset + count);
      return slice && new Uint8Array(new FileReaderSync().readAsArrayBuffer(slice));
    } catch {
      return null;
    }
  }

  /** @param {number} token */
  fileDrop(token) {
    this.#files.delete(token);
  }

  // ---- storage ----------------------------------------------------------------------------------

  get #name() {
    return folderOf(this.#workspace);
  }

  /** @param {Outcome} outcome */
  async #take(outcome) {
    switch (outcome.kind) {
      case 'opened': return this.#open(outcome.storage);
      case 'other-tab': return this.#show(STAGE.otherTab);
      case 'no-storage': return this.#show(STAGE.noStorage);
      case 'not-answering': return this.#show(STAGE.notOpened, 'start.storage_silent');
      default: return this.#show(STAGE.notOpened, 'start.no_room');
    }
  }

  /** @param {WorkspaceStorage} storage */
  #open(storage) {
    this.#storage = storage;
    this.#module.storage = storage;
    this.#call('_hf_open', KIND[this.#workspace]);
    this.#call('_hf_online', navigator.onLine ? 1 : 0);
    if (storage.kind === 'memory') return;
    this.#stopServing = serveHandOver(this.#name, {
      hasUnsavedText: () => this.#module._hf_has_unsaved_input() !== 0,
      askPerson: () => this.#askPerson(),
      stopAsking: () => this.#stopAsking(),
      finish: async () => this.#close(),
      parked: () => this.#page.kick(),
    });
  }

  /** Ends the workspace in this tab; its files are free afterwards. */
  #close() {
    if (!this.#storage) return;
    this.#renewBridge();
    this.#call('_hf_close');
    this.#stopServing();
    this.#storage.close();
    this.#storage = null;
    this.#tellUnsaved();
  }

  #leave() {
    this.#waiting.abort();
    this.#close();
  }

  #tellUnsaved() {
    const temporary = this.#storage?.kind === 'memory';
    const unsaved = temporary || this.#module._hf_has_unsaved_input() !== 0;
    if (unsaved === this.#unsaved) return;
    this.#unsaved = unsaved;
    this.#page.post({ type: 'unsaved', unsaved });
  }

  /** @returns {Promise<boolean>} Whether the other tab may have the workspace. */
  #askPerson() {
    return new Promise((resolve) => {
      this.#handOverAnswer = resolve;
      this.#call('_hf_ask_hand_over');
    });
  }

  #stopAsking() {
    this.#call('_hf_forget_hand_over');
    this.#handOverAnswer(false);
  }

  async #useHere() {
    this.#waiting = new AbortController();
    this.#show(STAGE.handingOver);
    const report = (/** @type {string} */ progress) =>
      this.#show(STAGE.handingOver, HAND_OVER_WORDS[progress] ?? '');
    await this.#take(await takeOver(this.#name, report, this.#waiting.signal));
  }

  /** Opens the files once more, after `before`. */
  async #reopen(before = async () => {}) {
    this.#close();
    this.#show(STAGE.loading);
    await before();
    await this.start(openFiles(this.#workspace));
  }

  /** The damaged files stay as they are; an empty workspace lives in the others. */
  #startNew() {
    if (!this.#storage) return;
    this.#renewBridge();
    this.#call('_hf_start_new', KIND[this.#workspace]);
    this.#call('_hf_online', navigator.onLine ? 1 : 0);
  }

  async #downloadData() {
    const storage = this.#storage;
    const problem = await this.#download.run(storage);
    // Another tab may have taken the workspace meanwhile.
    if (problem && storage === this.#storage) this.#say(problem.key, problem.detail);
  }

  /** Whatever fails is said, and the app lives on; only a trap of the module ends it. */
  /** @param {number} what */
  async #obeyOrSay(what) {
    try {
      await this.#obey(what);
    } catch (error) {
      if (isTrap(error)) throw error;
      console.warn('Command', what, 'failed:', error);
      this.#say(what === COMMAND.downloadData ? 'start.download_failed' : 'start.storage_silent');
    }
  }

  /** @param {number} what */
  async #obey(what) {
    switch (what) {
      case COMMAND.useHere: return this.#useHere();
      case COMMAND.useTemporary: return this.#open(temporaryStorage(this.#name));
      case COMMAND.downloadData: return this.#downloadData();
      // The demo company was half written when its tab was closed.
      case COMMAND.startDemoAgain: return this.#reopen(() => removeWorkspace(DEMO_WORKSPACE));
      case COMMAND.startNew: return this.#startNew();
      case COMMAND.tryAgain: return this.#reopen();
      case COMMAND.measureStorage: return this.#page.post({ type: 'measure-storage' });
      case COMMAND.askToKeep: return this.#page.post({ type: 'ask-to-keep' });
      case COMMAND.handOver: return this.#handOverAnswer(true);
      case COMMAND.stopWaiting: return this.#waiting.abort();
      case COMMAND.reload:
        this.#close();
        this.#show(STAGE.loading);
        return this.#page.post({ type: 'start-new-version' });
    }
  }

  // ---- page -------------------------------------------------------------------------------------

  /** @param {number} stage @param {string} [problem] */
  #show(stage, problem = '') {
    this.#withText(problem, (text) => this.#call('_hf_stage', stage, text));
  }

  /** A toast of the workspace; without files there is none, but a way to try again. */
  /** @param {string} problem @param {string} [detail] */
  #say(problem, detail = '') {
    if (!this.#storage) return this.#show(STAGE.notOpened, problem);
    this.#withText(problem, (key) =>
      this.#withText(detail, (text) => this.#call('_hf_problem', key, text)));
  }

  /** @param {File[]} files */
  #onFiles(files) {
    const file = files[0];
    if (!file) return;
    const token = this.#nextFile++;
    this.#files.set(token, file);
    this.#withText(file.name, (name) => this.#call('_hf_file_picked', token, name));
  }

  /** @param {{persisted: boolean, usage: number, quota: number}} message */
  #onKept({ persisted, usage, quota }) {
    const keeping = persisted ? KEEPING.protected : KEEPING.bestEffort;
    this.#call('_hf_kept', keeping, usage, quota);
  }

  // ---- calls and work ---------------------------------------------------------------------------

  /** No answer meant for the workspace before reaches the next one. */
  #renewBridge() {
    this.#bridge.stop();
    this.#bridge = this.#makeBridge();
  }

  #makeBridge() {
    const bytes = (/** @type {Uint8Array} */ data, /** @type {(at: number) => void} */ use) =>
      this.#withBytes(data, use);
    return new Bridge({
      onReply: (ticket, status, body) =>
        bytes(body, (at) => this.#call('_hf_reply', ticket, status, at, body.length)),
      onSocketOpen: () => this.#call('_hf_socket_open'),
      onSocketClosed: () => this.#call('_hf_socket_closed'),
      onSocketMessage: (message) =>
        bytes(message, (at) => this.#call('_hf_socket_message', at, message.length)),
      onTimer: () => this.#call('_hf_timer'),
    });
  }

  /** @param {string} name @param {...number} args */
  #call(name, ...args) {
    if (this.#stopped) return;
    /** @type {any} */ (this.#module)[name](...args);
    this.#kickIfWished();
    this.#planWork(0);
  }

  #kickIfWished() {
    if (this.#module._hf_wants_frame()) this.#page.kick();
  }

  /** One slice of work, as its own task, so that events and frames come in between. */
  #work() {
    this.#workIsPosted = false;
    if (this.#stopped) return;
    const dueMs = this.#module._hf_work();
    this.#kickIfWished();
    if (dueMs >= 0) this.#planWork(dueMs);
  }

  /** @param {number} dueMs */
  #planWork(dueMs) {
    clearTimeout(this.#workTimer);
    if (this.#workIsPosted) return;
    if (dueMs > 0) {
      this.#workTimer = setTimeout(() => this.#planWork(0), dueMs);
      return;
    }
    this.#workIsPosted = true;
    this.#workChannel.port2.postMessage(0);
  }

  /** @param {Uint8Array} bytes @param {(at: number) => void} use */
  #withBytes(bytes, use) {
    const at = this.#module._malloc(bytes.length);
    this.#module.HEAPU8.set(bytes, at);
    use(at);
    this.#module._free(at);
  }

  /** @param {string} text @param {(at: number) => void} use */
  #withText(text, use) {
    this.#withBytes(new TextEncoder().encode(`${text}\0`), use);
  }
}
