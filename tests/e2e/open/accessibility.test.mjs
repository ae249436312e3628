// axe-core finds no violation on any screen, light and dark, desktop and phone.
import { findViolations } from '../lib/axe.mjs';
import { withDemo } from '../lib/demo.mjs';
import { assert, goTo } from '../lib/steps.mjs';

const SCREENS = {
  home: '#/home',
  accounts: '#/account',
  'work orders': '#/work_order',
  'new work order': '#/work_order/new',
  search: '#/search?q=a',
  sync: '#/sync',
  conflicts: '#/conflicts',
  attention: '#/attention',
  settings: '#/settings',
  'unknown address': '#/nowhere',
};
const PHONE = {
  viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };

async function checkScreens(page) {
  for (const [name, hash] of Object.entries(SCREENS)) {
    await goTo(page, hash);
    await page.locator('html[data-settled]').waitFor({ state: 'attached' });
    assert.deepEqual(await findViolations(page), [], `axe on the screen "${name}"`);
  }
  await goTo(page, '#/work_order');
  await page.getByRole('row').nth(1).click();
  await page.getByRole('button', { name: 'Edit', exact: true }).waitFor();
  assert.deepEqual(await findViolations(page), [], 'axe on a record');
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await page.getByRole('form', { name: 'Work order' }).waitFor();
  assert.deepEqual(await findViolations(page), [], 'axe on a form being edited');
}

const check = (colorScheme, options = {}) => () =>
  withDemo(checkScreens, { options: { colorScheme, ...options } });

export const tests = {
  'axe finds nothing on any screen, light': check('light'),
  'axe finds nothing on any screen, dark': check('dark'),
  'axe finds nothing on any screen of a phone': check('light', PHONE),
};
