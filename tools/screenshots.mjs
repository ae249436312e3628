// Takes the pictures in docs/screenshots: home, list, board, calendar, record, form, import and
// conflicts, on a desktop and a phone, light and dark. Needs the server and the web app: first
// ./holdfast build, then node tools/screenshots.mjs [folder].
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Profile } from '../tests/e2e/lib/browser.mjs';
import { withDemo } from '../tests/e2e/lib/demo.mjs';
import { openGate } from '../tests/e2e/lib/gate.mjs';
import { ROOT } from '../tests/e2e/lib/locked.mjs';
import { TestServer } from '../tests/e2e/lib/server.mjs';
import { editField, enrol, goTo, openRecord, save, waitSynced } from '../tests/e2e/lib/steps.mjs';

const FOLDER = process.argv[2] ?? join(ROOT, 'docs/screenshots');
const SIZES = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: {
    viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true,
  },
};
const SCHEMES = ['light', 'dark'];
const ACCOUNTS = [
  'Company;Town;Telephone;Web',
  'Nordlicht Kälte GmbH;Kiel;+49 431 55501;nordlicht.example',
  'Refrigeração Aurora;São Paulo;+55 11 55502;aurora.example',
  '海風工業;横浜市;+81 45 55503;umikaze.example',
  'Froid du Littoral;La Rochelle;+33 5 46 55504;froid.example',
  '',
].join('\n');

/** Until nothing has been drawn for a while. @param {import('playwright-core').Page} page */
function drawn(page) {
  return page.waitForFunction(() => {
    const now = document.documentElement.dataset.settled;
    const seen = (window.__seen ??= { frame: '', since: 0 });
    if (seen.frame !== now) Object.assign(seen, { frame: now, since: performance.now() });
    return performance.now() - seen.since > 400;
  }, undefined, { polling: 50 });
}

async function take(page, name, size, scheme) {
  await drawn(page);
  await page.screenshot({ path: join(FOLDER, `${name}-${size}-${scheme}.png`) });
  console.log(`${name}-${size}-${scheme}.png`);
}

async function chooseFile(page) {
  await goTo(page, '#/account/import');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose file' }).click();
  await (await chooser).setFiles(
    { name: 'customers.csv', mimeType: 'text/csv', buffer: Buffer.from(ACCOUNTS) });
  await page.getByRole('button', { name: 'Start import' }).waitFor();
}

const demoPictures = (size, scheme) => async (page) => {
  await goTo(page, '#/');
  await page.getByRole('main', { name: 'Home' }).waitFor();
  await take(page, 'home', size, scheme);
  await goTo(page, '#/work_order');
  await page.getByRole('grid', { name: 'Work orders' }).waitFor();
  await take(page, 'list', size, scheme);
  await goTo(page, '#/work_order/kanban');
  await page.getByRole('group', { name: 'Board' }).waitFor();
  await take(page, 'board', size, scheme);
  await goTo(page, '#/work_order/calendar');
  await page.getByRole('tab', { name: 'Month' }).waitFor();
  await take(page, 'month', size, scheme);
  await page.getByRole('tab', { name: size === 'phone' ? 'Day' : 'Week' }).click();
  await take(page, 'week', size, scheme);
  await goTo(page, '#/work_order');
  await page.getByRole('grid', { name: 'Work orders' }).getByRole('row').nth(3).click();
  await page.getByRole('button', { name: 'Edit', exact: true }).waitFor();
  await take(page, 'record', size, scheme);
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await page.getByRole('form', { name: 'Work order' }).waitFor();
  await take(page, 'form', size, scheme);
  await chooseFile(page);
  await take(page, 'import', size, scheme);
};

async function makeConflict(ana, ben) {
  const order = { module: 'work_order', plural: 'work orders', name: 'Cold room is too warm' };
  await goTo(ana.page, '#/work_order/new');
  await ana.page.getByRole('textbox', { name: 'Subject' }).fill(order.name);
  await save(ana.page);
  await waitSynced(ana.page);
  await openRecord(ben.page, order);
  for (const profile of [ana, ben]) await profile.cut();
  await editField(ana.page, 'Assigned to', 'Kenji');
  await editField(ben.page, 'Assigned to', 'Maja');
  await ana.heal();
  await waitSynced(ana.page);
  await ben.heal();
  await ana.page.locator('html[data-sync="attention"]').waitFor({ state: 'attached' });
}

async function conflictPictures() {
  const server = new TestServer();
  await server.start();
  const profiles = [];
  try {
    for (const user of ['ana', 'ben']) {
      server.addUser(user);
      const profile = new Profile(user, await openGate(() => server.port));
      profiles.push(profile);
      await profile.open();
      await enrol(profile, server.deviceCode(user));
    }
    const [ana, ben] = profiles;
    await makeConflict(ana, ben);
    for (const [size, options] of Object.entries(SIZES)) {
      for (const colorScheme of SCHEMES) {
        await ana.context.close();
        const page = await ana.open('#/conflicts', { ...options, colorScheme });
        await page.getByRole('article').first().waitFor();
        await take(page, 'conflicts', size, colorScheme);
      }
    }
  } finally {
    for (const profile of profiles) await profile.close();
    await server.stop();
  }
}

mkdirSync(FOLDER, { recursive: true });
for (const [size, options] of Object.entries(SIZES)) {
  for (const colorScheme of SCHEMES) {
    await withDemo(demoPictures(size, colorScheme), { options: { ...options, colorScheme } });
  }
}
await conflictPictures();
