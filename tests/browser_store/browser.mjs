// Starts and kills Chromium, and serves it the probe. Only processes of our own profile are ended.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const CHROMIUM = process.env.HOLDFAST_CHROMIUM ?? '/usr/bin/chromium';
const CRASHED_MS_MAX = 15_000;
const ANSWER_MS_MAX = 60_000;
const FLAGS = [
  '--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' };
const FOLDERS = {
  probe: here,
  web: join(root, 'web'),
  build: join(root, 'build', 'wasm-release', 'tests', 'browser_store'),
};

/** The locked playwright-core, from where `./holdfast deps` unpacks it. */
function loadPlaywright() {
  const lock = JSON.parse(readFileSync(join(root, 'deps.lock'), 'utf8'));
  const { version } = lock.npm.find(({ name }) => name === 'playwright-core');
  const cache = process.env.HOLDFAST_CACHE ?? join(process.env.HOME, '.cache', 'holdfast');
  return createRequire(import.meta.url)(join(cache, 'src', `playwright-core-${version}`));
}

const { chromium } = loadPlaywright();

function serveFile(request, response) {
  const { pathname } = new URL(request.url, 'http://localhost');
  const [, folder, ...rest] = normalize(pathname).split('/');
  try {
    const path = join(FOLDERS[folder] ?? '', ...rest);
    const body = readFileSync(path);
    response.writeHead(200, { 'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream' });
    response.end(body);
  } catch {
    response.writeHead(404).end();
  }
}

/** The origin keeps its port for the whole run: the files of the browser belong to an origin. */
export async function serve() {
  const server = createServer(serveFile);
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return { origin: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() };
}

/** Process ids under `parent` with their command lines, itself included. */
function familyOf(parent) {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      const status = readFileSync(`/proc/${name}/stat`, 'utf8');
      const owner = Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]);
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8');
      return [{ id: Number(name), owner, command }];
    } catch {
      return [];  // It ended while we looked.
    }
  });
  const family = processes.filter(({ id }) => id === parent);
  for (const member of family) family.push(...processes.filter(({ owner }) => owner === member.id));
  return family;
}

function isAlive(id) {
  try {
    return !/^\d+ \(.*\) [ZX]/.test(readFileSync(`/proc/${id}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

function waitForEnd(processes) {
  const deadline = performance.now() + ANSWER_MS_MAX;
  while (processes.some(({ id }) => isAlive(id))) {
    if (performance.now() > deadline) throw new Error('a killed process goes on');
    spawnSync('true');
  }
}

/** One profile on disk, and the browser that uses it. */
export class Browser {
  #profile = mkdtempSync(join(tmpdir(), 'holdfast-store-'));
  #flags;

  constructor(origin, flags = []) {
    this.origin = origin;
    this.#flags = flags;
  }

  async start() {
    this.context = await chromium.launchPersistentContext(this.#profile, {
      executablePath: CHROMIUM, headless: true, args: [...FLAGS, ...this.#flags],
    });
    return this;
  }

  async page(msMax = ANSWER_MS_MAX) {
    const page = await inTime('a new page', this.context.newPage(), msMax);
    await page.goto(`${this.origin}/probe/probe.html`);
    await page.waitForFunction(() => window.probe !== undefined);
    return page;
  }

  /** SIGKILL to the browser and everything it started, as when the machine runs out of memory. */
  async kill() {
    const closed = new Promise((done) => this.context.once('close', done));
    const family = familyOf(this.#mainProcess());
    for (const { id } of family) process.kill(id, 'SIGKILL');
    await closed;
    waitForEnd(family);
  }

  /** SIGKILL to the renderers only: every page of the browser crashes. */
  killRenderers() {
    const family = familyOf(this.#mainProcess());
    const renderers = family.filter(({ command }) => command.includes('--type=renderer'));
    for (const { id } of renderers) process.kill(id, 'SIGKILL');
    waitForEnd(renderers);
  }

  /**
   * A page after killRenderers(). Chromium sometimes gives a new page to the spare renderer that
   * was killed with the others, and it never answers: then the whole browser is ended as well, and
   * `killed` says so.
   */
  async pageAfterCrash() {
    try {
      return { page: await this.page(CRASHED_MS_MAX), killed: 'renderer' };
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      await this.kill();
      await this.start();
      return { page: await this.page(), killed: 'renderer, then browser' };
    }
  }

  async stop() {
    await this.context.close();
    rmSync(this.#profile, { recursive: true, force: true });
  }

  #mainProcess() {
    const own = familyOf(process.pid).find(({ command }) =>
      command.includes(this.#profile) && !command.includes('--type='));
    if (!own) throw new Error('the browser is not running');
    return own.id;
  }
}

class Unanswered extends Error {}

/** What does not come fails the test instead of hanging it. */
async function inTime(what, answer, msMax = ANSWER_MS_MAX) {
  let timer;
  const late = new Promise((_, reject) => {
    const error = new Unanswered(`no answer to ${what} in ${msMax} ms`);
    timer = setTimeout(reject, msMax, error);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Calls the worker of `page`. */
export function probe(page, name, ...args) {
  const answer = page.evaluate(([call, values]) => window.probe(call, ...values), [name, args]);
  return inTime(`${name}(${args.join(', ')})`, answer);
}
