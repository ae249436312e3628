// Rights in two browsers: they begin with the first user, come by sync and bind without a network.
import { withTwoBrowsers } from '../lib/pair.mjs';
import {
  assert, becomes, expectText, goTo, openRecord, pickLink, save, waitSynced,
} from '../lib/steps.mjs';

// Forms of users and profiles are long: the mirror holds what is to be seen.
const TALL = { viewport: { width: 1280, height: 2400 } };

async function create(page, module, fill) {
  await goTo(page, `#/${module}/new`);
  await page.getByRole('form').waitFor();
  await fill((name) => page.getByRole('textbox', { name, exact: true }));
  await save(page);
}

/** What Ben may do: read everything, write nothing. */
async function letBenRead(page) {
  await create(page, 'profile', async (box) => {
    await box('Name').fill('Reader');
    await page.getByRole('combobox', { name: 'May read' }).selectOption('All records');
  });
  await create(page, 'role', async (box) => {
    await box('Name').fill('Readers');
    await pickLink(page, 'Profile', 'Reader');
  });
  await openRecord(page, { module: 'user', plural: 'users', name: 'Ben' });
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await pickLink(page, 'Role', 'Readers');
  await save(page);
  await waitSynced(page);
}

const buttons = (page, name) => page.getByRole('button', { name, exact: true }).count();

export const tests = {
  async 'who makes the first user gives the rights; others see and change what they were given'() {
    await withTwoBrowsers('rights', async ({ a, b }) => {
      await create(a.page, 'account', (box) => box('Name').fill('Acme Heating'));
      await create(a.page, 'user', async (box) => {
        await box('Name').fill('Ben');
        await box('Sign-in name').fill('ben');
      });
      await waitSynced(a.page);
      await goTo(b.page, '#/home');
      await expectText(b.page, 'You have no rights here yet', 20_000);

      await letBenRead(a.page);
      await goTo(b.page, '#/account');
      await b.page.getByRole('row', { name: 'Acme Heating' }).waitFor();
      await becomes(() => buttons(b.page, 'New account'), 0);
      await b.cut();
      await b.page.getByRole('row', { name: 'Acme Heating' }).click();
      await b.page.getByRole('main', { name: /Acme Heating/ }).waitFor();
      assert.equal(await buttons(b.page, 'Edit'), 0);
      assert.equal(await buttons(b.page, 'Delete'), 0);
      await goTo(a.page, '#/account');
      await becomes(() => buttons(a.page, 'New account'), 1);
    }, TALL);
  },
};
