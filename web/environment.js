// @ts-check
// What the page knows about its surroundings: size, pixel ratio, keyboard, wishes of the person.

import { EVENT, PREFS } from './roles.js';

/** @typedef {import('./worker_link.js').WorkerLink} WorkerLink */

/** More device pixels than this on a touch screen cost battery and show nothing. */
const TOUCH_RATIO_MAX = 2;
const KEYBOARD_HEIGHT_MIN = 60;
/** The root's font size of a browser that nobody has changed, CSS pixels. */
const USUAL_FONT_SIZE = 16;
const TEXT_SCALE_MIN = 0.75;
const TEXT_SCALE_MAX = 2;

const QUERIES = {
  dark: '(prefers-color-scheme: dark)',
  contrast: '(prefers-contrast: more)',
  reducedMotion: '(prefers-reduced-motion: reduce)',
  coarse: '(pointer: coarse)',
  standalone: '(display-mode: standalone)',
};

function pixelRatio() {
  const ratio = window.devicePixelRatio || 1;
  return window.matchMedia(QUERIES.coarse).matches ? Math.min(ratio, TOUCH_RATIO_MAX) : ratio;
}

/** Height of the soft keyboard where it covers the page instead of resizing it. */
function keyboardHeight() {
  const visual = window.visualViewport;
  if (!visual || visual.scale > 1.01) return 0;
  const covered = window.innerHeight - visual.height - visual.offsetTop;
  return covered > KEYBOARD_HEIGHT_MIN ? covered : 0;
}

/** CSS pixels and device pixels per CSS pixel. */
export function viewSize() {
  return { width: window.innerWidth, height: window.innerHeight, ratio: pixelRatio() };
}

/** @returns {number} bits of ui::PrefsBit */
function preferenceBits() {
  let bits = 0;
  for (const [name, query] of Object.entries(QUERIES))
    if (window.matchMedia(query).matches) bits |= PREFS[/** @type {keyof typeof PREFS} */ (name)];
  if (window.matchMedia('(forced-colors: active)').matches) bits |= PREFS.contrast;
  return bits;
}

/** Insets that notches and rounded corners need, in CSS pixels: top, right, bottom, left.
 * @param {Element} probe An element whose padding is env(safe-area-inset-*). */
export function safeArea(probe) {
  const style = getComputedStyle(probe);
  return [style.paddingTop, style.paddingRight, style.paddingBottom, style.paddingLeft]
    .map((length) => Number.parseFloat(length) || 0);
}

/** How much larger than usual the person wants text, as set in the browser.
 * @param {Element} root */
export function textScale(root) {
  const size = Number.parseFloat(getComputedStyle(root).fontSize);
  const scale = (size || USUAL_FONT_SIZE) / USUAL_FONT_SIZE;
  return Math.min(Math.max(scale, TEXT_SCALE_MIN), TEXT_SCALE_MAX);
}

/** Reports now and whenever something changes. @param {WorkerLink} link */
export function watchEnvironment(link) {
  const probe = document.body.appendChild(document.createElement('div'));
  probe.id = 'safe-area';
  let sentScale = 1;
  const sendView = () => {
    const { width, height, ratio } = viewSize();
    link.event(EVENT.view, width, height, ratio, keyboardHeight());
    link.event(EVENT.safe, ...safeArea(probe));
  };
  const sendPreferences = () => {
    sentScale = textScale(document.documentElement);
    link.event(EVENT.prefs, preferenceBits(), sentScale);
  };
  sendView();
  sendPreferences();
  window.addEventListener('resize', sendView);
  window.visualViewport?.addEventListener('resize', sendView);
  window.visualViewport?.addEventListener('scroll', sendView);
  for (const query of Object.values(QUERIES))
    window.matchMedia(query).addEventListener('change', () => {
      sendPreferences();
      sendView();
    });
  watchRatio(sendView);
  // No event says that the browser's font size was changed; its settings are another page.
  document.addEventListener('visibilitychange', () => {
    if (textScale(document.documentElement) !== sentScale) sendPreferences();
  });
}

/** A media query for the present ratio fires once when the window moves to another screen.
 * @param {() => void} changed */
function watchRatio(changed) {
  const query = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
  query.addEventListener('change', () => {
    changed();
    watchRatio(changed);
  }, { once: true });
}
