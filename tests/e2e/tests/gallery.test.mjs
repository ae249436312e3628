// The kit in a real browser: every widget by role and name, text of every script, zero frames.
import { findViolations } from '../lib/axe.mjs';
import { frameTotals, withGallery } from '../lib/gallery.mjs';
import { assert, becomes } from '../lib/steps.mjs';

const PAGES = ['#/controls', '#/forms', '#/records', '#/feedback', '#/language'];
const PHONE = {
  viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };
const IDLE_MS = 3000;

const focusedName = (page) => page.evaluate(() => {
  const element = document.activeElement;
  return element.getAttribute('aria-label') ?? element.textContent;
});

const axeOnAllPages = (options) => () => withGallery(async (page, open) => {
  for (const hash of PAGES) {
    await open(hash);
    assert.deepEqual(await findViolations(page), [], `axe on ${hash}`);
  }
}, options);

const onPage = (hash, body, options, additions) => () => withGallery(async (page, open) => {
  await open(hash);
  await body(page);
}, options, additions);

async function controls(page) {
  await page.getByRole('button', { name: 'New account' }).click();
  await page.getByText('Presses: 1').waitFor({ state: 'attached' });
  await page.getByRole('button', { name: '設定' }).click();
  assert.equal(await page.getByRole('button', { name: 'Not now' }).isDisabled(), true);
  const vip = page.getByRole('checkbox', { name: 'VIP only' });
  await vip.check();
  await becomes(() => vip.isChecked(), true);
  await vip.uncheck();
  await becomes(() => vip.isChecked(), false);
  await page.getByRole('switch', { name: 'Notify me' }).click();
  await becomes(() => page.getByRole('switch', { name: 'Notify me' }).isChecked(), true);
  await page.getByRole('tab', { name: 'Work orders' }).click();
  await page.getByText('This is Work orders.').waitFor({ state: 'attached' });
}

async function keyboard(page) {
  await page.getByRole('button', { name: 'New account' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Presses: 1').waitFor({ state: 'attached' });
  await page.keyboard.press('Tab');
  await becomes(() => focusedName(page), 'Import');
  await page.keyboard.press('Shift+Tab');
  await becomes(() => focusedName(page), 'New account');
}

/** As assistive technology does it: no pointer before the click. */
async function clickWithoutPointer(page) {
  await page.getByRole('button', { name: 'New account' }).evaluate((button) => button.click());
  await page.getByText('Presses: 1').waitFor({ state: 'attached' });
}

async function menuAndToast(page) {
  const more = page.getByRole('button', { name: 'More' });
  await more.click();
  assert.deepEqual(await findViolations(page), [], 'axe with an open menu');
  await page.keyboard.press('Escape');
  await page.getByRole('menuitem', { name: 'Delete' }).waitFor({ state: 'detached' });
  await becomes(() => focusedName(page), 'More');
  await more.click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('status').filter({ hasText: 'Account deleted' }).waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('status').filter({ hasText: 'Restored' }).waitFor();
}

async function text(page) {
  const name = page.getByRole('textbox', { name: 'Name' });
  await name.fill('Åsa 田中 😀');
  assert.equal(await name.inputValue(), 'Åsa 田中 😀');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('alert').filter({ hasText: 'Email: ' }).waitFor();
  const email = page.getByRole('textbox', { name: 'Email' });
  assert.equal(await email.getAttribute('aria-invalid'), 'true');
  await email.click();
  await page.keyboard.type('asa@example.se');
  await becomes(() => email.getAttribute('aria-invalid'), null);
  assert.equal(await email.inputValue(), 'asa@example.se');
  await page.getByLabel('Visit on').fill('2026-12-24');
  assert.equal(await page.getByLabel('Visit on').inputValue(), '2026-12-24');
  await page.getByRole('textbox', { name: 'Notes' }).fill('one\ntwo');
  assert.equal(await page.getByRole('textbox', { name: 'Notes' }).inputValue(), 'one\ntwo');
}

/** What an input method writes stays untouched until it is committed. */
async function composition(page) {
  const name = page.getByRole('textbox', { name: 'Name' });
  await name.fill('');
  const session = await page.context().newCDPSession(page);
  await session.send('Input.imeSetComposition',
    { text: 'にほ', selectionStart: 2, selectionEnd: 2 });
  await becomes(() => name.inputValue(), 'にほ');
  await session.send('Input.insertText', { text: '日本' });
  await becomes(() => name.inputValue(), '日本');
}

async function choices(page) {
  const priority = page.getByRole('combobox', { name: 'Priority' });
  await priority.click();
  assert.deepEqual(await findViolations(page), [], 'axe with an open list');
  await page.getByRole('option', { name: 'High' }).click();
  await becomes(() => priority.inputValue(), 'High');
  await priority.selectOption('Low');
  await becomes(() => priority.inputValue(), 'Low');
  await page.getByRole('combobox', { name: 'Country' }).click();
  await page.getByRole('searchbox', { name: 'Country' }).fill('swe');
  await page.getByRole('option', { name: 'Sweden' }).click();
  await becomes(() => page.getByRole('combobox', { name: 'Country' }).inputValue(), 'Sweden');
  await page.getByRole('combobox', { name: 'Account' }).click();
  await page.getByRole('searchbox', { name: 'Account' }).fill('田中');
  await page.getByRole('option', { name: '田中工業株式会社' }).click();
  await becomes(() => page.getByRole('combobox', { name: 'Account' }).textContent(),
    '田中工業株式会社');
}

async function dialog(page) {
  await page.getByRole('button', { name: 'Delete' }).click();
  const box = page.getByRole('dialog', { name: 'Delete this contact?' });
  await box.waitFor();
  await becomes(() => focusedName(page), 'Reason');
  assert.deepEqual(await findViolations(page), [], 'axe with an open dialog');
  const isInert = () => document.querySelector('main').closest('[inert]') !== null;
  assert.equal(await page.evaluate(isInert), true);
  await box.getByRole('textbox', { name: 'Reason' }).fill('moved away');
  await box.getByRole('button', { name: 'Delete contact' }).click();
  await box.waitFor({ state: 'detached' });
  await page.getByRole('status').filter({ hasText: 'Contact deleted' }).waitFor();
}

async function grid(page) {
  const table = page.getByRole('grid', { name: 'Accounts' });
  assert.equal(await table.getAttribute('aria-rowcount'), '100001');
  const city = page.getByRole('columnheader', { name: 'City' });
  await city.click();
  await becomes(() => city.getAttribute('aria-sort'), 'ascending');
  await page.getByRole('row', { name: 'Kyoto' }).first().click();
  const rowIndex = () => page.evaluate(() => document.activeElement.getAttribute('aria-rowindex'));
  await becomes(rowIndex, '3');
  await page.keyboard.press('ArrowDown');
  await becomes(rowIndex, '4');
  await page.keyboard.press('End');
  await becomes(rowIndex, '100001');
  await page.keyboard.press('Home');
  await becomes(rowIndex, '2');
  await page.mouse.move(700, 500);
  for (let turn = 0; turn < 10; ++turn) await page.mouse.wheel(0, 400);
  await becomes(() => page.locator('[role="row"][aria-rowindex="102"]').count(), 1);
}

async function links(page) {
  await page.getByRole('navigation', { name: 'Modules' }).getByRole('link', { name: 'Forms' })
    .click();
  await page.getByRole('heading', { name: 'New contact' }).waitFor();
  await becomes(() => page.evaluate(() => location.hash), '#/forms');
  await page.goBack();
  await page.getByRole('heading', { name: 'Controls' }).waitFor();
}

async function touch(page) {
  await page.getByRole('checkbox', { name: 'VIP only' }).tap();
  await becomes(() => page.getByRole('checkbox', { name: 'VIP only' }).isChecked(), true);
}

/** An element below the fold is brought into view by whoever wants to press it. */
async function offscreen(page) {
  await page.getByRole('tab', { name: 'History' }).tap();
  await page.getByText('This is History.').waitFor({ state: 'attached' });
}

async function idle(page) {
  const before = await frameTotals(page);
  const started = Date.now();
  // Polls an attribute that no frame changes, so that only time passes.
  await page.waitForFunction((until) => Date.now() >= until, started + IDLE_MS);
  const after = await frameTotals(page);
  // Asking for the totals is a message, which draws one frame itself.
  assert.equal(after.frames - before.frames - 1, 0);
}

const LOSE_CONTEXT = {
  worker: `{
    let extension;
    self.addEventListener('message', ({ data }) => {
      extension ??= canvas?.getContext('webgl2').getExtension('WEBGL_lose_context');
      if (data.test === 'lose') extension.loseContext();
      if (data.test === 'restore') extension.restoreContext();
    });
  }`,
};

async function lostContext(page) {
  const before = await page.screenshot();
  const tell = (test) => page.evaluate(
    (word) => window.holdfast.link.send({ test: word }), test);
  await tell('lose');
  await page.getByRole('switch', { name: 'Notify me' }).click();
  await becomes(() => page.getByRole('switch', { name: 'Notify me' }).isChecked(), true);
  await page.getByRole('switch', { name: 'Notify me' }).click();
  await becomes(() => page.getByRole('switch', { name: 'Notify me' }).isChecked(), false);
  await tell('restore');
  await page.mouse.move(0, 0);
  await becomes(async () => before.equals(await page.screenshot()), true);
}

export const tests = {
  'axe finds nothing in the gallery, light': axeOnAllPages({ colorScheme: 'light' }),
  'axe finds nothing in the gallery, dark': axeOnAllPages({ colorScheme: 'dark' }),
  'axe finds nothing in the gallery on a phone': axeOnAllPages(PHONE),
  'controls answer by role and name': onPage('#/controls', controls),
  'the keyboard reaches and presses controls': onPage('#/controls', keyboard),
  'a click without a pointer presses': onPage('#/controls', clickWithoutPointer),
  'a menu opens, closes, acts, and the toast undoes': onPage('#/controls', menuAndToast),
  'text of every script goes both ways': onPage('#/forms', text),
  'an input method is left alone until it commits': onPage('#/forms', composition),
  'comboboxes are clicked, searched and set': onPage('#/forms', choices),
  'a dialog takes the focus and makes the rest inert': onPage('#/forms', dialog),
  'a hundred thousand rows are walked and scrolled': onPage('#/records', grid),
  'links change the address, and back comes back': onPage('#/controls', links),
  'a finger presses': onPage('#/controls', touch, PHONE),
  'what is scrolled away comes into view to be pressed': onPage('#/controls', offscreen, PHONE),
  'nothing is drawn while nothing happens': onPage('#/records', idle),
  'a lost graphics context comes back with the same picture':
    onPage('#/controls', lostContext, {}, LOSE_CONTEXT),
};
