// @ts-check
// The way to the worker: events are batched into one transferable array per microtask.

const FLOATS_PER_EVENT = 8;

export class WorkerLink {
  /** @param {Worker} worker */
  constructor(worker) {
    this.worker = worker;
    /** @type {number[]} */
    this.waiting = [];
    /** Messages sent so far; the worker tells how many of them it has handled. */
    this.sent = 0;
  }

  /** @param {number} kind @param {number[]} values At most six. */
  event(kind, ...values) {
    if (this.waiting.length === 0) queueMicrotask(() => this.flush());
    const record = [kind, performance.now(), ...values];
    while (record.length < FLOATS_PER_EVENT) record.push(0);
    this.waiting.push(...record);
  }

  /** Strings go separately; what was pressed before must arrive before. */
  flush() {
    if (this.waiting.length === 0) return;
    const records = new Float32Array(this.waiting);
    this.waiting.length = 0;
    this.sent += 1;
    this.worker.postMessage(records, [records.buffer]);
  }

  /** @param {number} node @param {number} version @param {boolean} composing
   * @param {string} value */
  text(node, version, composing, value) {
    this.send({ type: 'text', node, version, composing, value });
  }

  /** @param {number} action @param {number} node @param {number} [amount] */
  action(action, node, amount = 0) {
    this.send({ type: 'action', action, node, amount });
  }

  /** @param {object} message @param {Transferable[]} [transfer] */
  send(message, transfer = []) {
    this.flush();
    this.sent += 1;
    this.worker.postMessage(message, transfer);
  }
}
