// The widget gallery in a browser of its own: the page side and the kit, without store or server.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { FLAGS } from './browser.mjs';
import { chromium, lockedFolder, ROOT } from './locked.mjs';

const TYPES = {
  '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm',
  '.woff2': 'font/woff2', '.svg': 'image/svg+xml', '.png': 'image/png' };
const FOLDERS = [join(ROOT, 'web'), join(ROOT, 'build', 'wasm-release', 'wasm')];
const FONTS = {
  '/fonts/inter_latin.woff2': 'inter-latin-wght-normal.woff2',
  '/fonts/inter_latin_ext.woff2': 'inter-latin-ext-wght-normal.woff2' };

/** The product's own page with the gallery's module. */
async function galleryPage() {
  const page = await readFile(join(ROOT, 'web', 'index.html'), 'utf8');
  return page.replace(/<html[^>]*>/,
    '<html lang="en" data-app="loading" data-module="./holdfast_gallery.js">');
}

async function find(path) {
  if (path === '/') return galleryPage();
  if (FONTS[path]) {
    return readFile(join(lockedFolder('@fontsource-variable/inter'), 'files', FONTS[path]));
  }
  for (const folder of FOLDERS) {
    try {
      return await readFile(join(folder, path));
    } catch { /* perhaps in the next folder */ }
  }
  return undefined;
}

/** `worker` is appended to worker.js: a test reaches the canvas that only the worker has. */
async function serve({ worker = '' }) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    let body = await find(pathname);
    if (pathname === '/worker.js') body = `${body}\n${worker}`;
    const type = TYPES[extname(pathname)] ?? 'text/html';
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': type });
    response.end(body);
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return server;
}

let running;

/** One browser for all tests of the gallery, which keep nothing; it ends with this process. */
async function sharedBrowser() {
  if (!running?.isConnected()) {
    running = await chromium.launch({
      executablePath: process.env.HOLDFAST_CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
  }
  return running;
}

/** Runs `body(page, open)` in a context of its own; `open('#/forms')` goes to a gallery page. */
export async function withGallery(body, options = {}, additions = {}) {
  const server = await serve(additions);
  const problems = [];
  const browser = await sharedBrowser();
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce', ...options });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => problems.push(error.stack));
    page.on('console', (message) => {
      const expected = /Failed to load resource/.test(message.text());
      if (message.type() === 'error' && !expected) problems.push(message.text());
    });
    await body(page, async (hash) => {
      await page.goto('about:blank');
      await page.goto(`http://127.0.0.1:${server.address().port}/${hash}`);
      await page.locator('html[data-app="ready"][data-settled]').waitFor({ state: 'attached' });
    });
    if (problems.length > 0) throw new Error(problems.join('\n'));
  } finally {
    await context.close();
    server.close();
  }
}

/** Frames drawn so far, as the worker counts them. */
export const frameTotals = (page) => page.evaluate(() => new Promise((resolve) => {
  const { worker, link } = window.holdfast;
  const onMessage = ({ data }) => {
    if (data.type !== 'totals') return;
    worker.removeEventListener('message', onMessage);
    resolve(data.totals);
  };
  worker.addEventListener('message', onMessage);
  link.send({ type: 'totals' });
}));
