// @ts-check
// Asks before the tab is closed or loaded again while typed text is not saved.

/** @param {Event} event */
function askFirst(event) {
  event.preventDefault();
}

/**
 * The browser asks only while this holds: a page that always asks cannot be kept for "back".
 * @param {EventTarget} page The window.
 * @param {boolean} unsaved Whether something typed would be lost.
 */
export function guardUnsaved(page, unsaved) {
  if (unsaved) page.addEventListener('beforeunload', askFirst);
  else page.removeEventListener('beforeunload', askFirst);
}
