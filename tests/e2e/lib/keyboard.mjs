// A person with a keyboard and nothing else. Focus moves by Tab, as they would move it.
import { strict as assert } from 'node:assert';
import { settled } from './steps.mjs';

/** The navigation alone has 64 stops. */
const PRESSES_MAX = 110;

/** Counts pointer events from now on, also on later pages; prepare() of Profile.openPage. */
export async function watchPointers(page) {
  await page.addInitScript(() => {
    window.pointerPresses = 0;
    addEventListener('pointerdown', () => { window.pointerPresses += 1; }, true);
  });
}

export async function expectNoPointer(page) {
  assert.equal(await page.evaluate(() => window.pointerPresses), 0, 'the keyboard alone');
}

export async function press(page, ...keys) {
  for (const key of keys) {
    await page.keyboard.press(key);
    await settled(page);
  }
}

const hasFocus = (target) => target.evaluateAll(
  (found) => found.length === 1 && found[0] === document.activeElement);

const nameOfFocus = (page) => page.evaluate(() => {
  const { activeElement: at } = document;
  return at.getAttribute('aria-label') ?? at.textContent.slice(0, 40);
});

/** Presses Tab until `target` has the focus. */
export async function walkTo(page, target) {
  let presses = 0;
  while (!await hasFocus(target)) {
    presses += 1;
    assert.ok(presses <= PRESSES_MAX, `Tab never reaches ${target}: ${await nameOfFocus(page)}`);
    await press(page, 'Tab');
  }
}

/** Walks to `target` and presses it. */
export async function enter(page, target) {
  await walkTo(page, target);
  await press(page, 'Enter');
}

/** Replaces the text of the focused field. */
export async function write(page, target, text) {
  await walkTo(page, target);
  await page.keyboard.press('Control+a');
  await page.keyboard.type(text);
  await settled(page);
}
