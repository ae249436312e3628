// web/data_download.js: what a person gets, and is told, when not everything can be read.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DataDownload } from '../../web/data_download.js';

const NO_FILES = { files: [], unreadable: [] };
const named = (name) => ({ name, file: new Blob([name]) });
const stored = (raw) => ({ listRawFiles: async () => raw });

/** A module with an open database of one slice, or as `behaviour` says. */
function fakeModule(behaviour = {}) {
  const slices = [4, 0];
  const module = {
    HEAPU8: new Uint8Array([9, 1, 2, 3, 4]),
    ended: 0,
    _hf_export_begin: () => 0,
    _hf_export_read: () => slices.shift(),
    _hf_export_bytes: () => 1,
    _hf_export_end: () => { module.ended += 1; },
    _hf_kept_files: () => 0,
    ...behaviour,
  };
  return module;
}

/** Runs one download: the problem it tells, and the files it gives. */
async function download(module, storage) {
  const given = [];
  const problem = await new DataDownload(module, (files) => given.push(...files)).run(storage);
  return { problem, given, names: given.map(({ name }) => name) };
}

test('an open database is given as one file, without the files it is made of', async () => {
  const module = fakeModule();
  const { problem, given, names } = await download(module,
    stored({ files: [named('a.db')], unreadable: ['b.db'] }));
  assert.equal(problem, null);
  assert.match(names.join(), /^holdfast-\d{4}-\d\d-\d\d\.db$/);
  assert.deepEqual([...new Uint8Array(await given[0].file.arrayBuffer())], [1, 2, 3, 4]);
  assert.equal(module.ended, 1);
});

test('damaged files that were kept come with the copy of the database', async () => {
  const module = fakeModule({ _hf_kept_files: () => 'a'.charCodeAt(0) });
  const files = ['CURRENT', 'a.db', 'a.db-wal', 'b.db'].map(named);
  const { problem, names } = await download(module, stored({ files, unreadable: ['b.db-wal'] }));
  assert.equal(problem, null);
  assert.deepEqual(names.slice(1), ['a.db', 'a.db-wal']);
});

test('a copy for which there is no memory ends, and the files are given as they are', async () => {
  const module = fakeModule({
    _hf_export_read: () => { throw new RangeError('Array buffer allocation failed'); },
  });
  const raw = { ...NO_FILES, files: [named('a.db')] };
  const { problem, names } = await download(module, stored(raw));
  assert.equal(problem, null);
  assert.deepEqual(names, ['a.db']);
  assert.equal(module.ended, 1, 'the log may be emptied again');
});

test('a copy that fails where there are no files is said', async () => {
  const module = fakeModule({ _hf_export_read: () => -1 });
  const { problem, given } = await download(module, stored(NO_FILES));
  assert.deepEqual(problem, { key: 'start.download_failed', detail: '' });
  assert.deepEqual(given, []);
  assert.equal(module.ended, 1);
});

test('without a database all files are given; those that cannot be read are named', async () => {
  const module = fakeModule({ _hf_export_begin: () => 1 });
  const raw = { files: [named('a.db')], unreadable: ['b.db', 'session'] };
  const { problem, names } = await download(module, stored(raw));
  assert.deepEqual(problem, { key: 'start.files_unreadable', detail: 'b.db, session' });
  assert.deepEqual(names, ['a.db']);
  assert.equal(module.ended, 0, 'nothing had begun');
});

test('that there is nothing to download is said', async () => {
  const module = fakeModule({ _hf_export_begin: () => 1 });
  for (const storage of [null, stored(NO_FILES)]) {
    const { problem } = await download(module, storage);
    assert.deepEqual(problem, { key: 'start.nothing_to_download', detail: '' });
  }
});

test('a module that traps is not called again', async () => {
  const trap = new WebAssembly.RuntimeError('unreachable');
  const module = fakeModule({ _hf_export_read: () => { throw trap; } });
  await assert.rejects(download(module, stored(NO_FILES)), trap);
  assert.equal(module.ended, 0);
});

test('a press while the first copy is made changes nothing, a later one counts', async () => {
  const module = fakeModule();
  const given = [];
  const downloads = new DataDownload(module, (files) => given.push(...files));
  const first = downloads.run(stored(NO_FILES));
  assert.equal(await downloads.run(stored(NO_FILES)), null);
  await first;
  assert.equal(given.length, 1);
  module._hf_export_read = () => 0;
  await downloads.run(stored(NO_FILES));
  assert.equal(given.length, 2);
});
