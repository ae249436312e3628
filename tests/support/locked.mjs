// Where the npm archives that deps.lock pins lie unpacked, for the tests that run on Node.
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const projectFolder = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const cacheFolder = process.env.HOLDFAST_CACHE ?? join(homedir(), '.cache', 'holdfast');

/** Folder of a locked npm archive, e.g. lockedFolder('axe-core'). */
export function lockedFolder(name) {
  const lock = JSON.parse(readFileSync(join(projectFolder, 'deps.lock'), 'utf8'));
  const entry = lock.npm.find((each) => each.name === name);
  if (!entry) throw new Error(`deps.lock has no npm archive "${name}"`);
  const folder = `${name.replaceAll('@', '').replaceAll('/', '-')}-${entry.version}`;
  return join(cacheFolder, 'src', folder);
}

/** playwright-core, which drives Debian's own Chromium. */
export async function playwright() {
  return import(pathToFileURL(join(lockedFolder('playwright-core'), 'index.mjs')).href);
}

/** Launch options under which Chromium draws WebGL2 without a graphics card. */
export const chromiumOptions = {
  executablePath: process.env.HOLDFAST_CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader',
    '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync',
  ],
};
