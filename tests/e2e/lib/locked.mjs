// Finds what deps.lock brought, in the cache outside the tree.
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createRequire } from 'node:module';

export const ROOT = new URL('../../..', import.meta.url).pathname;
const CACHE = process.env.HOLDFAST_CACHE ?? join(homedir(), '.cache', 'holdfast');

/** Folder of a locked npm package: `@scope/name` lies under `scope-name-version`. */
export function lockedFolder(name) {
  const lock = JSON.parse(readFileSync(join(ROOT, 'deps.lock'), 'utf8'));
  const entry = lock.npm.find((candidate) => candidate.name === name);
  if (!entry) throw new Error(`${name} is not in deps.lock`);
  return join(CACHE, 'src', `${name.replace('@', '').replace('/', '-')}-${entry.version}`);
}

export const { chromium } = createRequire(import.meta.url)(lockedFolder('playwright-core'));
