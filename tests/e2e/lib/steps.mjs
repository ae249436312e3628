// What a person does, in words of the automation page. Everything goes through roles and names.
import { strict as assert } from 'node:assert';

/** Enrols the device with a one-time code on the sync screen and waits for the first sync. */
export async function enrol(profile, code) {
  const { page } = profile;
  await goTo(page, '#/sync');
  await page.getByRole('textbox', { name: 'Device code' }).fill(code);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await waitSynced(page);
}

export const goTo = (page, hash) => page.evaluate((next) => { location.hash = next; }, hash);

export async function waitSynced(page, timeout = 20_000) {
  await page.locator('html[data-sync="synced"][data-pending="0"]')
    .waitFor({ state: 'attached', timeout });
}

/** Opens the record called `name` from its module's list, found by search. */
export async function openRecord(page, { module, plural, name }) {
  await goTo(page, `#/${module}`);
  await page.getByRole('searchbox', { name: `Search ${plural}` }).fill(name);
  // Rows move while the list narrows.
  await settled(page);
  await page.getByRole('row', { name }).first().click();
  await page.getByRole('main', { name }).waitFor();
}

export async function pickLink(page, label, text) {
  const box = page.getByRole('combobox', { name: label });
  await box.click();
  await page.getByRole('searchbox', { name: label }).fill(text);
  await page.getByRole('option', { name: text }).first().click();
}

export async function save(page) {
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await saved(page);
}

/** The form is gone, which it is only once it is saved, and a message says so. */
export async function saved(page) {
  await Promise.all([
    page.getByRole('button', { name: 'Save', exact: true }).waitFor({ state: 'detached' }),
    page.getByRole('status').filter({ hasText: / saved$/ }).first().waitFor(),
  ]);
}

export async function editField(page, label, text) {
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await page.getByRole('textbox', { name: label, exact: true }).fill(text);
  await save(page);
}

export async function expectText(page, text, timeout = 5_000) {
  await page.getByText(text, { exact: false }).first().waitFor({ timeout });
}

/** Polls until `read` gives `wanted`; the last value is in the message. */
export async function becomes(read, wanted) {
  const until = Date.now() + 15_000;
  let value = await read();
  while (value !== wanted && Date.now() < until) value = await read();
  assert.equal(value, wanted);
}

/** Waits until the worker has drawn everything that it was told so far. */
export async function settled(page) {
  await page.evaluate(() => new Promise((resolve) => {
    const { link, mirror } = window.holdfast;
    link.send({ type: 'mark' });
    const wanted = link.sent;
    const look = () => (mirror.handled >= wanted ? resolve() : requestAnimationFrame(look));
    look();
  }));
}

export { assert };
