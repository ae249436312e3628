// web/input.js, environment.js and page_requests.js: what the page takes, measures and carries out.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { safeArea, textScale } from '../../web/environment.js';
import { belongsToBrowser } from '../../web/input.js';
import { carryOut } from '../../web/page_requests.js';

const key = (name, held = {}) =>
  ({ key: name, altKey: false, ctrlKey: false, metaKey: false, ...held });
const give = (name, value) =>
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });

afterEach(() => {
  for (const name of ['getComputedStyle', 'location', 'history']) delete globalThis[name];
});

test('Back, Forward and Home of the browser stay with the browser', () => {
  for (const name of ['ArrowLeft', 'ArrowRight', 'Home'])
    assert.equal(belongsToBrowser(key(name, { altKey: true })), true);
  assert.equal(belongsToBrowser(key('ArrowLeft')), false);
  assert.equal(belongsToBrowser(key('t', { ctrlKey: true })), true);
});

test('a shortcut is the same with Caps Lock', () => {
  for (const name of ['s', 'S', 'k', 'K', 'Enter']) {
    assert.equal(belongsToBrowser(key(name, { ctrlKey: true })), false);
    assert.equal(belongsToBrowser(key(name, { metaKey: true })), false);
  }
});

test('Ctrl+Z is ours, but not in a text field, which takes back its own typing', () => {
  class Field { constructor(type) { this.type = type; } }
  give('HTMLTextAreaElement', class {});
  give('HTMLInputElement', Field);
  const press = (target) => ({ ...key('z', { ctrlKey: true }), target });
  assert.equal(belongsToBrowser(press(null)), false);
  assert.equal(belongsToBrowser(press(new Field('checkbox'))), false);
  assert.equal(belongsToBrowser(press(new Field('text'))), true);
  delete globalThis.HTMLTextAreaElement;
  delete globalThis.HTMLInputElement;
});

test('the safe area is read from the probe in the order top, right, bottom, left', () => {
  give('getComputedStyle', () => ({
    paddingTop: '47px', paddingRight: '0px', paddingBottom: '34.5px', paddingLeft: '',
  }));
  assert.deepEqual(safeArea({}), [47, 0, 34.5, 0]);
});

test('text grows with the font size of the browser, within bounds', () => {
  const scaleOf = (size) => {
    give('getComputedStyle', () => ({ fontSize: size }));
    return textScale({});
  };
  assert.equal(scaleOf('16px'), 1);
  assert.equal(scaleOf('20px'), 1.25);
  assert.equal(scaleOf('200px'), 2);
  assert.equal(scaleOf('4px'), 0.75);
  assert.equal(scaleOf(''), 1);
});

test('an address that must not stay in the history is replaced, any other is added', () => {
  const replaced = [];
  const added = [];
  give('location', { hash: '#/enrol?code=7K2Q9' });
  give('history', {
    replaceState: (_state, _title, to) => replaced.push(to),
    pushState: (_state, _title, to) => added.push(to),
  });
  carryOut([{ kind: 'route', first: '#/sync', second: 'replace' }], null);
  assert.deepEqual([replaced, added], [['#/sync'], []]);
  carryOut([{ kind: 'route', first: '#/home', second: '' }], null);
  assert.deepEqual([replaced, added], [['#/sync'], ['#/home']]);
});

test('the address that stands there already is not added again', () => {
  give('location', { hash: '#/home' });
  const refuse = () => assert.fail('the history was changed');
  give('history', { pushState: refuse, replaceState: refuse });
  carryOut([{ kind: 'route', first: '#/home', second: '' }], null);
});

test('copying is reported when the clipboard has answered', async () => {
  const sent = [];
  const link = { send: (message) => sent.push(message) };
  const copy = async (clipboard) => {
    give('navigator', { clipboard });
    carryOut([{ kind: 'copyText', first: 'text', second: '' }], link);
    if (clipboard) assert.equal(sent.length, 0);
    await new Promise((idle) => setImmediate(idle));
    return sent.pop();
  };
  assert.deepEqual(await copy({ writeText: async () => {} }), { type: 'copied', done: true });
  const refuse = async () => { throw new DOMException('refused', 'NotAllowedError'); };
  assert.deepEqual(await copy({ writeText: refuse }), { type: 'copied', done: false });
  assert.deepEqual(await copy(undefined), { type: 'copied', done: false });
});

test('pieces make one whole file, without those of one that was given up', async (t) => {
  const files = [];
  give('document', { createElement: () => ({ click() {} }) });
  t.after(() => delete globalThis.document);
  t.mock.method(globalThis, 'setTimeout', () => 0);
  t.mock.method(URL, 'createObjectURL', (file) => { files.push(file); return 'blob:one'; });
  const ask = (kind, second) => carryOut([{ kind, first: 'accounts.csv', second }], {});
  ask('downloadPart', '');
  ask('downloadPart', 'given up');
  for (const piece of ['', 'Name\r\n', 'Åsa\r\n']) ask('downloadPart', piece);
  ask('download', 'Bo\r\n');
  ask('download', 'Alone\r\n');
  assert.equal(await files[0].text(), 'Name\r\nÅsa\r\nBo\r\n');
  assert.equal(await files[1].text(), 'Alone\r\n');
});
