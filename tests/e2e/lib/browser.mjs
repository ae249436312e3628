// A browser profile on disk (real OPFS), opened, killed and opened again.
import {
  mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, ROOT } from './locked.mjs';

export const FLAGS = ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export class Profile {
  /** @param {import('./gate.mjs').Gate} gate */
  constructor(name, gate) {
    this.name = name;
    this.gate = gate;
    this.folder = mkdtempSync(join(tmpdir(), `holdfast-${name}-`));
    this.context = null;
    this.page = null;
    this.problems = [];
  }

  async open(hash = '#/home', options = {}) {
    await this.openPage(hash, options);
    await this.ready();
    return this.page;
  }

  /** Any page of the server, without waiting for the app. `prepare(page)` comes before it. */
  async openPage(address, { prepare = async () => {}, ...options } = {}) {
    this.context = await chromium.launchPersistentContext(this.folder, {
      executablePath: process.env.HOLDFAST_CHROMIUM ?? '/usr/bin/chromium',
      headless: true, args: FLAGS, viewport: { width: 1280, height: 800 }, locale: 'en-US',
      timezoneId: 'UTC', reducedMotion: 'reduce', ...options });
    this.context.setDefaultTimeout(20_000);
    this.page = this.context.pages()[0] ?? await this.context.newPage();
    this.watch(this.page);
    if (this.offline) await this.context.setOffline(true);
    await prepare(this.page);
    await this.page.goto(`${this.gate.origin}/${address}`);
    return this.page;
  }

  watch(page) {
    page.on('pageerror', (error) => this.problems.push(`page error: ${error.message}`));
    page.on('console', (message) => {
      const text = message.text();
      const expected = /Failed to load resource|WebSocket connection|net::ERR/.test(text);
      if (message.type() === 'error' && !expected) this.problems.push(`console: ${text}`);
    });
  }

  async ready() {
    await this.page.locator('html[data-app="ready"]').waitFor({ state: 'attached' });
  }

  async cut() {
    this.offline = true;
    this.gate.cut();
    await this.context?.setOffline(true);
  }

  async heal() {
    this.offline = false;
    this.gate.heal();
    await this.context?.setOffline(false);
  }

  /** A picture and the mirror's tree, for whoever reads a failed run. */
  async picture(label) {
    const folder = join(ROOT, 'build', 'e2e');
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `${this.name}-${label}`);
    await this.page?.screenshot({ path: `${path}.png` }).catch(() => {});
    const tree = await this.page?.locator('body').ariaSnapshot().catch(() => '');
    writeFileSync(`${path}.txt`, tree ?? '');
  }

  /** SIGKILL to the whole browser, as a crash or an empty battery would. */
  async kill() {
    const gone = new Promise((resolve) => this.context.once('close', resolve));
    for (const pid of this.pids()) {
      try { process.kill(pid, 'SIGKILL'); } catch { /* ended meanwhile */ }
    }
    await gone;
    this.context = null;
  }

  pids() {
    const mark = `--user-data-dir=${this.folder}`;
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(mark);
      } catch { return false; }
    });
  }

  async close() {
    await this.context?.close();
    this.context = null;
    this.gate.close();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
