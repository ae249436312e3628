// @ts-check
// The numbers that ui/include/ui/semantics.h and input.h share with the page.

/** Index: ui::Role. */
export const ROLES = [
  'none', 'main', 'navigation', 'region', 'form', 'dialog', 'tablist', 'tab', 'tabpanel', 'grid',
  'rowgroup', 'row', 'columnheader', 'gridcell', 'list', 'listitem', 'article', 'status', 'alert',
  'group', 'link', 'button', 'checkbox', 'switch', 'combobox', 'listbox', 'option', 'menu',
  'menuitem', 'textbox', 'searchbox', 'heading', 'progressbar', 'text', 'banner', 'image', 'clip',
];

/** Bits: ui::NodeFlag. */
export const FLAG = {
  disabled: 1, checked: 2, selected: 4, expanded: 8, collapsed: 16, required: 32, invalid: 64,
  readOnly: 128, focusable: 256, tabStop: 512, modal: 1024, multiline: 2048, autoFocus: 4096,
  current: 8192, scrolls: 16384,
};

/** Index: ui::Property. */
export const PROPERTIES = [
  'href', 'inputType', 'inputMode', 'autoComplete', 'lengthMax', 'placeholder', 'description',
  'shortcut', 'rowIndex', 'rowCount', 'columnIndex', 'columnCount', 'sort', 'valueNow', 'options',
  'textVersion', 'padLeft', 'padRight', 'hasPopup', 'enterKey', 'fontSize', 'fieldName',
  'multiSelectable',
];

/** ui::Action. */
export const ACTION = { activate: 0, focus: 1, blur: 2, scrollBy: 3, setValue: 4, submit: 5 };

/** ui::EventKind. */
export const EVENT = {
  move: 1, down: 2, up: 3, cancel: 4, wheel: 5, key: 6, focus: 7, leave: 8, view: 10, safe: 11,
  prefs: 12,
};

/** ui::PrefsBit. */
export const PREFS = { dark: 1, contrast: 2, reducedMotion: 4, coarse: 8, standalone: 16 };

/** ui::Key beyond printable characters. */
export const KEYS = new Map([
  ['Tab', 0x110000], ['Enter', 0x110001], ['Escape', 0x110002], ['ArrowUp', 0x110003],
  ['ArrowDown', 0x110004], ['ArrowLeft', 0x110005], ['ArrowRight', 0x110006], ['Home', 0x110007],
  ['End', 0x110008], ['PageUp', 0x110009], ['PageDown', 0x11000a], ['Backspace', 0x11000b],
  ['Delete', 0x11000c], ['F2', 0x11000d], ['F6', 0x11000e],
]);

/** ui::Modifier. */
export const MODIFIER = { shift: 1, primary: 2, alt: 4 };

/** Index: ui::PageRequestKind. */
export const REQUESTS = [
  '', 'route', 'title', 'announce', 'announceNow', 'copyText', 'openAddress', 'pickFile',
  'download', 'cursor', 'theme', 'vibrate', 'language', 'state',
  'downloadPart',
];
