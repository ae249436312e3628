// web/failure.js and web/unsaved.js: what the page does by itself when the worker cannot.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureWords, prepareFailure, showCrash, watchWorker } from '../../web/failure.js';
import { guardUnsaved } from '../../web/unsaved.js';

/** The parts of index.html that failure.js touches. */
function fakePage() {
  const sentence = { textContent: '' };
  const button = new EventTarget();
  const app = { inert: false, setAttribute() { app.inert = true; } };
  const box = {
    lang: '',
    querySelector: (name) => ({ p: sentence, button })[name],
  };
  return {
    sentence, button, box, app,
    documentElement: { dataset: { app: 'loading' } },
    getElementById: (id) => ({ failure: box, app })[id] ?? null,
    querySelector: () => button,
  };
}

test('the sentence is in the first language of the person that there are words for', () => {
  assert.equal(failureWords(['pt-BR']).language, 'pt');
  assert.equal(failureWords(['de-DE', 'fr-CA', 'en']).language, 'fr');
  assert.equal(failureWords(['de']).language, 'en');
  assert.equal(failureWords([]).language, 'en');
});

test('every language has every sentence, in words of its own', () => {
  const seen = new Set();
  for (const language of ['en', 'pt', 'sv', 'ja', 'fr', 'es']) {
    const { words } = failureWords([language]);
    for (const text of Object.values(words)) seen.add(text);
  }
  assert.equal(seen.size, 18);
  assert.ok(!seen.has(undefined));
});

test('a start that fails says so in the language of the person and offers to load again', () => {
  const page = fakePage();
  let loads = 0;
  prepareFailure(page, ['sv-SE'], () => { loads += 1; });
  assert.equal(page.box.lang, 'sv');
  assert.match(page.sentence.textContent, /kunde inte starta/);
  page.button.dispatchEvent(new Event('click'));
  assert.equal(loads, 1);
});

test('a crash after the first frame covers the page and says what to do', () => {
  const page = fakePage();
  page.documentElement.dataset.settled = '12';
  showCrash(page, ['en']);
  assert.equal(page.documentElement.dataset.app, 'error');
  assert.equal(page.documentElement.dataset.crashed, '');
  assert.match(page.sentence.textContent, /has stopped\. Load the page again/);
  assert.equal(page.app.inert, true);
});

test('a crash before the first frame is a start that failed', () => {
  const page = fakePage();
  showCrash(page, ['en']);
  assert.match(page.sentence.textContent, /could not start/);
});

test('a trap, an unreadable message and a lost promise of the worker are all crashes', () => {
  const worker = new EventTarget();
  const reasons = [];
  watchWorker(worker, (reason) => reasons.push(reason));
  worker.dispatchEvent(Object.assign(new Event('error'), { message: 'unreachable' }));
  worker.dispatchEvent(new Event('error'));
  worker.dispatchEvent(new Event('messageerror'));
  worker.dispatchEvent(new MessageEvent('message', { data: { type: 'crashed', reason: 'gone' } }));
  worker.dispatchEvent(new MessageEvent('message', { data: { type: 'settled', frame: 1 } }));
  assert.deepEqual(reasons,
    ['unreachable', 'it could not be loaded', 'a message could not be read', 'gone']);
});

test('closing the tab asks only while something typed is not saved', () => {
  const page = new EventTarget();
  const asks = () => !page.dispatchEvent(new Event('beforeunload', { cancelable: true }));
  assert.equal(asks(), false);
  guardUnsaved(page, true);
  guardUnsaved(page, true);
  assert.equal(asks(), true);
  guardUnsaved(page, false);
  assert.equal(asks(), false);
});
