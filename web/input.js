// @ts-check
// Pointers, wheel, keys, text and assistive technology become messages to the worker.

import { ACTION, EVENT, KEYS, MODIFIER } from './roles.js';

/** @typedef {import('./mirror.js').Mirror} Mirror */
/** @typedef {import('./worker_link.js').WorkerLink} WorkerLink */

/** A click without a pointer in this time before it comes from a script or a screen reader. */
const POINTER_CLICK_MS = 500;

/** Shortcuts with Ctrl or Cmd that are ours; all others stay with the browser. */
const OWN_SHORTCUTS = new Set(['a', 'k', 's', 'z', 'Enter', 'i']);

/** Those that a text field with the focus keeps: what is typed is chosen or taken back. */
const TEXT_SHORTCUTS = new Set(['a', 'z']);

/** Keys that would scroll the page or move the focus by themselves. */
const TAKEN_KEYS = new Set([
  'Tab', 'Enter', ' ', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp',
  'PageDown', 'F6', '/',
]);

/** @param {PointerEvent} event */
function sourceOf(event) {
  return event.pointerType === 'touch' ? 1 : event.pointerType === 'pen' ? 2 : 0;
}

/** @param {EventTarget | null} target */
function isTextField(target) {
  return target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && target.type !== 'checkbox');
}

/** @param {KeyboardEvent | PointerEvent} event */
function modifiersOf(event) {
  return (event.shiftKey ? MODIFIER.shift : 0) |
    (event.ctrlKey || event.metaKey ? MODIFIER.primary : 0) | (event.altKey ? MODIFIER.alt : 0);
}

/** The key's number, or 0 for keys that nobody waits for. @param {KeyboardEvent} event */
function codeOf(event) {
  const named = KEYS.get(event.key);
  if (named) return named;
  return event.key.length === 1 ? event.key.toLowerCase().codePointAt(0) ?? 0 : 0;
}

/** Alt moves through the history and opens menus; Ctrl and Cmd are ours for a few letters only.
 * AltGr, which types characters, comes as Ctrl and Alt.
 * @param {KeyboardEvent} event */
export function belongsToBrowser(event) {
  if (event.altKey) return true;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (!event.ctrlKey && !event.metaKey) return false;
  return !OWN_SHORTCUTS.has(key) || (TEXT_SHORTCUTS.has(key) && isTextField(event.target));
}

/** A link that the browser opens by itself: another address, or a new tab. */
function opensNatively(/** @type {MouseEvent} */ event) {
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
  if (!link) return false;
  const inside = link.getAttribute('href')?.startsWith('#');
  return !inside || event.ctrlKey || event.metaKey || event.button === 1;
}

export class Input {
  /** @param {HTMLElement} root @param {Mirror} mirror @param {WorkerLink} link */
  constructor(root, mirror, link) {
    this.root = root;
    this.mirror = mirror;
    this.link = link;
    this.lastPointer = -1e9;
    this.textVersion = 0;
    this.#listenToPointers();
    this.#listenToKeys();
    this.#listenToText();
    this.#listenToAssistance();
  }

  #listenToPointers() {
    const { root } = this;
    root.addEventListener('pointerdown', (event) => this.#onPointer(EVENT.down, event));
    window.addEventListener('pointerup', (event) => this.#onPointer(EVENT.up, event));
    root.addEventListener('pointermove', (event) => this.#onPointer(EVENT.move, event));
    root.addEventListener('pointercancel', () => this.link.event(EVENT.cancel));
    document.documentElement.addEventListener('pointerleave', () => this.link.event(EVENT.leave));
    root.addEventListener('wheel', (event) => {
      if (!event.ctrlKey) event.preventDefault();
      const line = event.deltaMode === 1 ? 16 : 1;
      this.link.event(EVENT.wheel, event.clientX, event.clientY, event.deltaX * line,
        event.deltaY * line, event.ctrlKey ? 1 : 0);
    }, { passive: false });
    root.addEventListener('contextmenu', (event) => {
      if (!isTextField(event.target)) event.preventDefault();
    });
    // The canvas shows its own list; the native one would lie on top of it.
    root.addEventListener('mousedown', (event) => {
      if (!(event.target instanceof HTMLSelectElement)) return;
      event.preventDefault();
      event.target.focus({ preventScroll: true });
    });
  }

  /** @param {number} kind @param {PointerEvent} event */
  #onPointer(kind, event) {
    if (kind !== EVENT.move) this.lastPointer = performance.now();
    // A press means what lies there now: the canvas must have scrolled as far as the page has.
    if (kind === EVENT.down) this.#tellScrolls(event.target);
    if (kind !== EVENT.move && opensNatively(event)) return;
    this.link.event(kind, event.clientX, event.clientY, sourceOf(event), event.pointerId,
      event.button, modifiersOf(event));
  }

  #listenToKeys() {
    window.addEventListener('keydown', (event) => this.#onKey(event));
    // Enter and Space would click the focused element; the worker has acted on keydown.
    window.addEventListener('keyup', (event) => {
      if (event.key === ' ' && !isTextField(event.target)) event.preventDefault();
    });
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.isComposing || event.keyCode === 229) return;
    const code = codeOf(event);
    const primary = event.ctrlKey || event.metaKey;
    if (!code || belongsToBrowser(event)) return;
    if (isTextField(event.target) && !primary && !this.#leavesField(event)) return;
    if (TAKEN_KEYS.has(event.key) || primary) event.preventDefault();
    this.link.event(EVENT.key, code, modifiersOf(event));
  }

  /** Whether a key in a text field is not meant for the text. @param {KeyboardEvent} event */
  #leavesField(event) {
    const field = /** @type {HTMLInputElement | HTMLTextAreaElement} */ (event.target);
    if (event.key === 'Tab' || event.key === 'Escape' || event.key === 'F6') return true;
    if (event.key === 'Enter' && !(field instanceof HTMLTextAreaElement)) {
      event.preventDefault();
      const entry = this.mirror.find(field);
      if (entry) this.link.action(ACTION.submit, entry.node.id);
      return false;
    }
    return field.type === 'search' && (event.key === 'ArrowDown' || event.key === 'ArrowUp');
  }

  #listenToText() {
    const { host } = this.mirror;
    host.addEventListener('input', (event) => this.#onText(event.target, event));
    host.addEventListener('compositionstart', (event) => {
      if (event.target instanceof HTMLElement) event.target.dataset.composing = '1';
    });
    host.addEventListener('compositionend', (event) => {
      if (event.target instanceof HTMLElement) delete event.target.dataset.composing;
      this.#onText(event.target, undefined);
    });
    host.addEventListener('change', (event) => {
      if (!(event.target instanceof HTMLSelectElement)) return;
      const entry = this.mirror.find(event.target);
      if (entry) this.link.action(ACTION.setValue, entry.node.id, event.target.selectedIndex);
    });
    host.addEventListener('submit', (event) => event.preventDefault());
  }

  /** @param {EventTarget | null} target @param {Event | undefined} event */
  #onText(target, event) {
    const entry = this.mirror.find(target);
    if (!entry || !isTextField(target)) return;
    const field = /** @type {HTMLInputElement | HTMLTextAreaElement} */ (target);
    const composing = event instanceof InputEvent && event.isComposing;
    entry.textVersion = ++this.textVersion;
    this.link.text(entry.node.id, this.textVersion, composing, field.value);
  }

  #listenToAssistance() {
    const { host } = this.mirror;
    host.addEventListener('click', (event) => this.#onClick(event));
    host.addEventListener('focusin', (event) => {
      const entry = this.mirror.find(event.target);
      if (!entry || this.mirror.applying || event.target !== entry.element) return;
      const ring = entry.element.matches(':focus-visible') && !isTextField(entry.element);
      this.link.action(ACTION.focus, entry.node.id, ring ? 1 : 0);
    });
    host.addEventListener('focusout', (event) => {
      const entry = this.mirror.find(event.target);
      if (!entry || this.mirror.applying || event.relatedTarget) return;
      this.link.action(ACTION.blur, entry.node.id);
    });
    // Scrolling an element into view scrolls its region on the canvas instead.
    host.addEventListener('scroll', (event) => this.#onScroll(event), true);
  }

  /** @param {MouseEvent} event */
  #onClick(event) {
    const entry = this.mirror.find(event.target);
    if (!entry || opensNatively(event)) return;
    if (entry.element instanceof HTMLAnchorElement) event.preventDefault();
    const fromPointer = event.detail > 0 && performance.now() - this.lastPointer < POINTER_CLICK_MS;
    if (!fromPointer) this.link.action(ACTION.activate, entry.node.id);
    if (!(entry.element instanceof HTMLInputElement)) return;
    this.link.flush();
    this.mirror.toggledAt = this.link.sent;
  }

  /** @param {Event} event */
  #onScroll(event) {
    const element = event.target;
    if (element instanceof HTMLElement && !isTextField(element)) this.#tellScroll(element);
  }

  /** Regions around `target` whose scroll event has not come yet.
   * @param {EventTarget | null} target */
  #tellScrolls(target) {
    let element = target instanceof Element ? target.closest('.clip') : null;
    while (element instanceof HTMLElement) {
      this.#tellScroll(element);
      element = element.parentElement?.closest('.clip') ?? null;
    }
  }

  /** The page stays scrolled until the worker's positions have caught up.
   * @param {HTMLElement} element */
  #tellScroll(element) {
    if (!element.dataset.node) {
      element.scrollTop = element.scrollLeft = 0;
      return;
    }
    const way = this.mirror.scrolledSinceTold(element);
    const entry = this.mirror.find(element);
    if (way === 0 || !entry) return;
    this.link.action(ACTION.scrollBy, entry.node.id, way);
    this.mirror.tellScrolled(element, this.link.sent);
  }
}
