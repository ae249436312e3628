// A second version of the built web app, with other hashes, as the next release would bring.
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WEB } from './server.mjs';

/** Added to the start module: how a test sees which version runs. */
const MARK = "\ndocument.documentElement.dataset.version = 'next';\n";
/** Everything that names the start module. */
const NAMING_FILES = ['index.html', 'service_worker.js'];

const digest = (text, letters) =>
  createHash('sha256').update(text).digest('hex').slice(0, letters);

/** Without the compressed copies, which would still hold the old content. */
function write(folder, name, text) {
  for (const suffix of ['.br', '.gz']) rmSync(join(folder, name + suffix), { force: true });
  writeFileSync(join(folder, name), text);
}

/** A folder to serve instead of build/web; whoever asked removes it. */
export function buildNextVersion() {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-next-'));
  cpSync(WEB, folder, { recursive: true });
  const old = readdirSync(folder).find((name) => /^app\.[0-9a-f]{12}\.js$/.test(name));
  const module = readFileSync(join(folder, old), 'utf8') + MARK;
  const next = `app.${digest(module, 12)}.js`;
  write(folder, next, module);
  for (const suffix of ['', '.br', '.gz']) rmSync(join(folder, old + suffix));
  for (const name of NAMING_FILES) {
    const text = readFileSync(join(folder, name), 'utf8').replaceAll(old, next);
    const build = digest(next, 16);
    write(folder, name, text.replace(/const BUILD = '[0-9a-f]{16}'/, `const BUILD = '${build}'`));
  }
  return folder;
}
