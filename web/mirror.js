// @ts-check
// The accessibility mirror: real elements that lie on what the canvas shows, kept up to date by
// packets from the worker. Text fields are real inputs and own their text.

import { applyAttributes, createElement } from './mirror_element.js';
import { readPacket } from './packet.js';
import { FLAG } from './roles.js';

/** @typedef {import('./packet.js').MirrorNode} MirrorNode */

/**
 * @typedef {object} Entry
 * @property {MirrorNode} node What the worker said last.
 * @property {HTMLElement} element
 * @property {number} textVersion Of the last edit made here.
 */

export class Mirror {
  /** @param {HTMLElement} host @param {HTMLElement} notes Holds descriptions of fields. */
  constructor(host, notes) {
    this.host = host;
    this.notes = notes;
    /** @type {Map<number, Entry>} */
    this.entries = new Map();
    this.focusSequence = 0;
    this.modal = 0;
    /** Number of the message to the worker that tells of the last checkbox pressed here. */
    this.toggledAt = 0;
    /** Regions that the page scrolled: how far the worker was told, by which of its messages.
     * @type {Map<HTMLElement, { told: number, message: number }>} */
    this.scrolls = new Map();
    /** Messages of the page that what is shown here takes account of. */
    this.handled = 0;
    /** True while the mirror itself moves focus or values. */
    this.applying = false;
    /** For measurements: packets, bytes and milliseconds so far. */
    this.totals = { packets: 0, bytes: 0, milliseconds: 0, nodes: 0 };
  }

  /** @param {ArrayBuffer} buffer
   * @param {number} handled Messages that the worker had seen by then. */
  apply(buffer, handled) {
    const started = performance.now();
    this.#endScrolls(handled);
    this.applying = true;
    const packet = readPacket(buffer);
    for (const id of packet.removed) this.#remove(id);
    for (const node of packet.changed) this.#put(node);
    if (packet.order.length) this.#reorder(packet.order);
    if (packet.modal !== this.modal || packet.order.length) this.#setModal(packet.modal);
    this.#follow(packet.focus, packet.focusSequence);
    this.applying = false;
    this.totals.packets += 1;
    this.totals.bytes += buffer.byteLength;
    this.totals.milliseconds += performance.now() - started;
    this.totals.nodes = this.entries.size;
  }

  /** Pixels that the worker does not know of yet. @param {HTMLElement} element */
  scrolledSinceTold(element) {
    return element.scrollTop - (this.scrolls.get(element)?.told ?? 0);
  }

  /** @param {HTMLElement} element @param {number} message Number of the message that told it. */
  tellScrolled(element, message) {
    this.scrolls.set(element, { told: element.scrollTop, message });
  }

  /** What the worker has scrolled on the canvas is in its positions from here on.
   * @param {number} handled */
  #endScrolls(handled) {
    for (const [element, { told, message }] of this.scrolls) {
      if (handled < message) continue;
      this.scrolls.delete(element);
      element.scrollTop -= told;
      element.scrollLeft = 0;
    }
  }

  /** The node an event belongs to, or undefined. @param {EventTarget | null} target */
  find(target) {
    if (!(target instanceof Element)) return undefined;
    const element = target.closest('[data-node]');
    if (!(element instanceof HTMLElement)) return undefined;
    return this.entries.get(Number(element.dataset.node));
  }

  /** After the worker settled: states that the browser changed by itself take the model's value.
   * @param {number} handled Messages that the worker had seen by then. */
  correct(handled) {
    this.handled = handled;
    this.#endScrolls(handled);
    if (handled < this.toggledAt) return;
    for (const { node, element } of this.entries.values()) {
      if (element instanceof HTMLInputElement && element.type === 'checkbox')
        element.checked = (node.flags & FLAG.checked) !== 0;
    }
  }

  /** @param {number} id */
  #remove(id) {
    const entry = this.entries.get(id);
    if (!entry) return;
    entry.element.remove();
    this.notes.querySelector(`#note-${id}`)?.remove();
    this.entries.delete(id);
  }

  /** @param {MirrorNode} node */
  #put(node) {
    let entry = this.entries.get(node.id);
    const before = entry?.node;
    const other = before && (before.role !== node.role || before.level !== node.level ||
      before.properties.inputType !== node.properties.inputType ||
      ('options' in before.properties) !== ('options' in node.properties));
    if (entry && other) {
      // Children move over to the new element.
      const element = createElement(node);
      element.append(...Array.from(entry.element.children)
        .filter((child) => child instanceof HTMLElement && child.dataset.node));
      entry.element.replaceWith(element);
      entry = { node, element, textVersion: 0 };
    }
    if (!entry) entry = { node, element: createElement(node), textVersion: 0 };
    const { element } = entry;
    entry.node = node;
    this.entries.set(node.id, entry);
    const parent = this.entries.get(node.parent)?.element ?? this.host;
    if (element.parentElement !== parent) parent.append(element);
    element.style.left = `${node.x}px`;
    element.style.top = `${node.y}px`;
    element.style.width = `${node.width}px`;
    element.style.height = `${node.height}px`;
    applyAttributes(entry, other ? undefined : before, this.notes);
  }

  /** Unmoved elements stay where they are, so that screen readers keep their place.
   * @param {number[]} order */
  #reorder(order) {
    /** @type {Map<ParentNode, Element>} */
    const last = new Map();
    for (const id of order) {
      const element = this.entries.get(id)?.element;
      const parent = element?.parentElement;
      if (!element || !parent) continue;
      const previous = last.get(parent);
      const place = previous ? previous.nextElementSibling : parent.firstElementChild;
      if (place !== element) parent.insertBefore(element, place);
      last.set(parent, element);
    }
  }

  /** Everything below the dialog is out of reach; its own lists and toasts come after it.
   * @param {number} modal */
  #setModal(modal) {
    this.modal = modal;
    const dialog = modal ? this.entries.get(modal)?.element : undefined;
    let inert = dialog !== undefined;
    for (const child of this.host.children) {
      if (child === dialog) inert = false;
      if (child instanceof HTMLElement && child.inert !== inert) child.inert = inert;
    }
  }

  /** @param {number} id @param {number} sequence */
  #follow(id, sequence) {
    if (sequence === this.focusSequence) return;
    this.focusSequence = sequence;
    const element = this.entries.get(id)?.element;
    if (element && element !== document.activeElement) element.focus({ preventScroll: true });
    if (!element && document.activeElement instanceof HTMLElement) document.activeElement.blur();
  }
}
