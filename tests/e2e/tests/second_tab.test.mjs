// One tab at a time has the workspace; another one asks for it, and the first never loses a word.
import { withProfile } from '../lib/alone.mjs';
import { findViolations } from '../lib/axe.mjs';
import { assert, editField, expectText, goTo, openRecord, save, settled } from '../lib/steps.mjs';

const ACCOUNT = { module: 'account', plural: 'accounts', name: 'Nordlicht Kälte' };
const OPEN_ELSEWHERE = 'Holdfast is open in another tab';
const GIVEN_AWAY = 'Holdfast continues in another tab';
const WAITING = 'Waiting for the other tab';

const stage = (page, name) => page.getByRole('main', { name, exact: true });
const useHere = (page) => page.getByRole('button', { name: 'Use it here' });
const name = (page) => page.getByRole('textbox', { name: 'Name', exact: true });

async function shows(page, main) {
  await stage(page, main).waitFor();
  await settled(page);
  assert.deepEqual(await findViolations(page), [], `axe on "${main}"`);
}

/** Runs `body(first, second)`: the first tab has the workspace with one account in it. */
async function withTwoTabs(body) {
  await withProfile('second_tab', async (profile) => {
    const first = await profile.open('#/account/new');
    await name(first).fill(ACCOUNT.name);
    await save(first);
    const second = await profile.context.newPage();
    profile.watch(second);
    await second.goto(`${profile.gate.origin}/#/account`);
    await second.locator('html[data-app="other-tab"]').waitFor({ state: 'attached' });
    await body(first, second);
  });
}

async function typeUnsaved(page, text) {
  await page.bringToFront();
  await goTo(page, '#/account/new');
  await name(page).fill(text);
  await settled(page);
}

/** "Use it here" in `taker`: `giver` says so, and what was saved there last is here. */
async function takeHere(taker, giver, saved) {
  await taker.bringToFront();
  await useHere(taker).click();
  await taker.locator('html[data-app="ready"]').waitFor({ state: 'attached' });
  await shows(giver, GIVEN_AWAY);
  await openRecord(taker, ACCOUNT);
  await expectText(taker, saved);
}

export const tests = {
  async 'a second tab says where the workspace is open, takes it when asked, and gives it back'() {
    await withTwoTabs(async (first, second) => {
      await shows(second, OPEN_ELSEWHERE);
      await editField(first, 'Industry', 'Refrigeration');
      assert.equal(await stage(second, OPEN_ELSEWHERE).count(), 1, 'nothing is taken unasked');

      await takeHere(second, first, 'Refrigeration');
      await editField(second, 'Industry', 'Elevators');
      await takeHere(first, second, 'Elevators');
    });
  },

  async 'a tab keeps the workspace until what was typed there is saved'() {
    await withTwoTabs(async (first, second) => {
      await typeUnsaved(first, 'Typed but not saved');
      await useHere(second).click();
      await shows(second, WAITING);
      await expectText(second, 'The other tab has unsaved input.');
      await expectText(first, 'Another tab wants to take over.');
      assert.equal(await name(first).inputValue(), 'Typed but not saved');

      // Whoever waits may stop waiting, or close the tab: then nothing moves.
      await second.getByRole('button', { name: 'Cancel' }).click();
      await stage(second, OPEN_ELSEWHERE).waitFor();
      await first.getByText('Another tab wants to take over.').first()
        .waitFor({ state: 'detached' });

      await useHere(second).click();
      await expectText(first, 'Another tab wants to take over.');
      // Not save(): the workspace leaves this tab as soon as it is saved, and the message with it.
      await first.getByRole('button', { name: 'Save', exact: true }).click();
      await second.locator('html[data-app="ready"]').waitFor({ state: 'attached' });
      await shows(first, GIVEN_AWAY);
      await openRecord(second, { ...ACCOUNT, name: 'Typed but not saved' });
    });
  },

  async 'a tab that was closed while it waited takes nothing away'() {
    await withTwoTabs(async (first, second) => {
      await typeUnsaved(first, 'Stays here');
      await useHere(second).click();
      await expectText(first, 'Another tab wants to take over.');
      await second.close();
      await save(first);
      await editField(first, 'Industry', 'Escalators');
      await expectText(first, 'Escalators');
      assert.equal(await first.locator('html').getAttribute('data-app'), 'ready');
    });
  },
};
