// @ts-check
// One node of the mirror as an element: which tag, which attributes, which name.

import { FLAG } from './roles.js';

/** @typedef {import('./packet.js').MirrorNode} MirrorNode */
/** @typedef {import('./mirror.js').Entry} Entry */

/** Roles whose element says the role by itself. */
const TAGS = new Map([
  ['main', 'main'], ['navigation', 'nav'], ['form', 'form'], ['article', 'article'],
  ['button', 'button'], ['text', 'p'], ['link', 'a'],
]);

/** Roles whose name is their text, for find-in-page and for readers that ignore aria-label. */
const NAMED_BY_TEXT = new Set([
  'button', 'link', 'tab', 'columnheader', 'gridcell', 'heading', 'text', 'menuitem', 'option',
  'alert',
]);

/** Containers: they paint nothing and let pointers through. */
const CONTAINERS = new Set([
  'main', 'navigation', 'region', 'form', 'dialog', 'tablist', 'tabpanel', 'grid', 'rowgroup',
  'list', 'listitem', 'article', 'status', 'group', 'listbox', 'menu', 'banner', 'clip',
]);

const TEXT_ROLES = new Set(['textbox', 'searchbox']);

/** Width of the edge in styles.css. */
const FIELD_EDGE = 2;

/** @param {MirrorNode} node */
function createText(node) {
  if (node.flags & FLAG.multiline) return document.createElement('textarea');
  const input = document.createElement('input');
  input.type = node.properties.inputType || 'text';
  return input;
}

/** @param {MirrorNode} node */
function createByRole(node) {
  if (TEXT_ROLES.has(node.role)) return createText(node);
  if (node.role === 'heading') return document.createElement(`h${node.level || 2}`);
  if (node.role === 'combobox' && 'options' in node.properties)
    return document.createElement('select');
  if (node.role === 'checkbox' || node.role === 'switch') {
    const input = document.createElement('input');
    input.type = 'checkbox';
    if (node.role === 'switch') input.setAttribute('role', 'switch');
    return input;
  }
  const tag = TAGS.get(node.role);
  if (tag) return document.createElement(tag);
  const element = document.createElement('div');
  if (node.role === 'image') element.setAttribute('role', 'img');
  else if (node.role !== 'clip' && node.role !== 'none') element.setAttribute('role', node.role);
  return element;
}

/** @param {MirrorNode} node @returns {HTMLElement} */
export function createElement(node) {
  const element = createByRole(node);
  element.dataset.node = String(node.id);
  element.classList.add('n');
  if (TEXT_ROLES.has(node.role)) element.classList.add('text');
  else if (!CONTAINERS.has(node.role) && node.role !== 'row') element.classList.add('leaf');
  if (element instanceof HTMLButtonElement) element.type = 'button';
  if (element instanceof HTMLFormElement) element.noValidate = true;
  return element;
}

/** @param {Element} element @param {string} name @param {string | boolean | undefined} value */
function setAttribute(element, name, value) {
  if (value === undefined || value === false || value === '') element.removeAttribute(name);
  else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value));
}

/** @param {HTMLElement} element @param {MirrorNode} node */
function applyName(element, node) {
  if (NAMED_BY_TEXT.has(node.role)) {
    if (element.textContent !== node.name) element.textContent = node.name;
  } else if (node.role !== 'row') {
    setAttribute(element, 'aria-label', node.name);
  }
}

/** @param {HTMLElement} element @param {MirrorNode} node */
function applyState(element, node) {
  const has = (/** @type {number} */ flag) => (node.flags & flag) !== 0;
  const pressable = element instanceof HTMLButtonElement || element instanceof HTMLInputElement ||
    element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement;
  if (pressable) element.disabled = has(FLAG.disabled);
  else setAttribute(element, 'aria-disabled', has(FLAG.disabled));
  if (element instanceof HTMLInputElement && element.type === 'checkbox')
    element.checked = has(FLAG.checked);
  const selectable = node.role === 'tab' || node.role === 'option' || node.role === 'row';
  setAttribute(element, 'aria-selected', selectable && node.flags & FLAG.focusable
    ? String(has(FLAG.selected)) : undefined);
  const folds = has(FLAG.expanded) || has(FLAG.collapsed);
  const native = element instanceof HTMLSelectElement;
  // Only one list is open at a time.
  if (node.role === 'listbox') element.id = 'open-list';
  setAttribute(element, 'aria-controls',
    node.role === 'combobox' && !native && has(FLAG.expanded) && 'open-list');
  setAttribute(element, 'aria-expanded', folds && !native ? String(has(FLAG.expanded)) : undefined);
  setAttribute(element, 'aria-current', has(FLAG.current) && 'page');
  setAttribute(element, 'aria-modal', has(FLAG.modal) && node.role === 'dialog' && 'true');
  setAttribute(element, 'aria-invalid', has(FLAG.invalid) && 'true');
  setAttribute(element, 'aria-required', has(FLAG.required) && 'true');
  element.classList.toggle('clip', node.role === 'clip' || has(FLAG.scrolls));
  const hit = has(FLAG.focusable) && !has(FLAG.disabled);
  element.classList.toggle('hit', hit);
  if (hit || node.role === 'main' || node.role === 'dialog' || node.role === 'menu')
    element.tabIndex = has(FLAG.tabStop) ? 0 : -1;
}

/** @param {HTMLElement} element @param {MirrorNode} node @param {HTMLElement} notes */
function applyDescription(element, node, notes) {
  const words = node.properties.description;
  let note = notes.querySelector(`#note-${node.id}`);
  if (!words) {
    note?.remove();
    return setAttribute(element, 'aria-describedby', undefined);
  }
  if (!note) {
    note = document.createElement('span');
    note.id = `note-${node.id}`;
    notes.append(note);
  }
  note.textContent = words;
  return setAttribute(element, 'aria-describedby', note.id);
}

/** @param {HTMLElement} element @param {MirrorNode} node */
function applyProperties(element, node) {
  const given = node.properties;
  setAttribute(element, 'href', given.href);
  const leaves = /^https?:/i.test(given.href ?? '');
  setAttribute(element, 'target', leaves && '_blank');
  setAttribute(element, 'rel', leaves && 'noopener');
  setAttribute(element, 'aria-keyshortcuts', given.shortcut);
  setAttribute(element, 'aria-rowindex', given.rowIndex);
  setAttribute(element, 'aria-rowcount', given.rowCount);
  setAttribute(element, 'aria-colindex', given.columnIndex);
  setAttribute(element, 'aria-colcount', given.columnCount);
  setAttribute(element, 'aria-sort', given.sort);
  setAttribute(element, 'aria-multiselectable', given.multiSelectable);
  setAttribute(element, 'aria-haspopup', given.hasPopup);
  if (node.role !== 'progressbar') return;
  setAttribute(element, 'aria-valuemin', '0');
  setAttribute(element, 'aria-valuemax', '100');
  setAttribute(element, 'aria-valuenow', given.valueNow);
}

/** The page's edit wins until the worker has seen it; an input method is never disturbed.
 * @param {Entry} entry */
function applyTextValue({ node, element, textVersion }) {
  const field = /** @type {HTMLInputElement | HTMLTextAreaElement} */ (element);
  const seen = Number(node.properties.textVersion ?? 0);
  if (seen < textVersion || field.dataset.composing || field.value === node.value) return;
  const end = document.activeElement === field && 'selectionStart' in field
    ? field.selectionStart : null;
  field.value = node.value;
  if (end !== null && field.type !== 'email' && field.type !== 'date')
    field.setSelectionRange(Math.min(end, node.value.length), Math.min(end, node.value.length));
}

/** @param {Entry} entry */
function applyText(entry) {
  const { node } = entry;
  const field = /** @type {HTMLInputElement | HTMLTextAreaElement} */ (entry.element);
  const given = node.properties;
  setAttribute(field, 'inputmode', given.inputMode);
  setAttribute(field, 'autocomplete', given.autoComplete || 'off');
  setAttribute(field, 'maxlength', given.lengthMax);
  setAttribute(field, 'placeholder', given.placeholder);
  setAttribute(field, 'enterkeyhint', given.enterKey);
  setAttribute(field, 'name', given.fieldName);
  field.readOnly = (node.flags & FLAG.readOnly) !== 0;
  field.style.paddingLeft = `${Number(given.padLeft ?? 12) - FIELD_EDGE}px`;
  field.style.paddingRight = `${Number(given.padRight ?? 12) - FIELD_EDGE}px`;
  if (node.flags & FLAG.multiline)
    field.style.paddingTop = `calc((var(--control) - var(--field-line)) / 2 - ${FIELD_EDGE}px)`;
  applyTextValue(entry);
}

/** While its list is open on the canvas, the options are the list's own.
 * @param {HTMLSelectElement} select @param {MirrorNode} node */
function applySelect(select, node) {
  const open = (node.flags & FLAG.expanded) !== 0;
  const wanted = open ? [] : node.properties.options.split('\n');
  const present = Array.from(select.options, (option) => option.text);
  if (wanted.join('\n') !== present.join('\n'))
    select.replaceChildren(...wanted.map((text) => new Option(text, text)));
  select.selectedIndex = wanted.indexOf(node.value);
}

/**
 * @param {Entry} entry
 * @param {MirrorNode | undefined} before What the element shows already.
 * @param {HTMLElement} notes
 */
export function applyAttributes(entry, before, notes) {
  const { node, element } = entry;
  if (before?.name !== node.name || before?.role !== node.role) applyName(element, node);
  applyState(element, node);
  applyProperties(element, node);
  if (before?.properties.description !== node.properties.description)
    applyDescription(element, node, notes);
  if (TEXT_ROLES.has(node.role)) applyText(entry);
  if (element instanceof HTMLSelectElement) applySelect(element, node);
  else if (node.role === 'combobox' && element.textContent !== node.value)
    element.textContent = node.value;
}
