// What a frame costs while a list of 100,000 work orders is scrolled and searched, and how long a
// keystroke takes until the frame that has seen it.
import { fillProduct, frameTotals, percentile, print, settle, withServer } from './measuring.mjs';

const LIST = '#/work_order';
const WHEEL_TURNS = 200;
const PIXELS_PER_TURN = 240;
const TEXT = 'compressor';

/** Notes the milliseconds of the main thread for every packet of the mirror. */
const watchMirror = (page) => page.evaluate(() => {
  const { mirror } = window.holdfast;
  const apply = mirror.apply.bind(mirror);
  window.mirrorTimes = [];
  mirror.apply = (bytes) => {
    const started = performance.now();
    apply(bytes);
    window.mirrorTimes.push(performance.now() - started);
  };
});

/** Turns the wheel once for each frame of the page, as a person's hand would. */
async function scroll(page) {
  const box = await page.getByRole('grid', { name: 'Work orders' }).boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const before = await frameTotals(page);
  for (let turn = 0; turn < WHEEL_TURNS; turn += 1) {
    await page.mouse.wheel(0, PIXELS_PER_TURN);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  await settle(page);
  const after = await frameTotals(page);
  const frames = Math.min(after.frames - before.frames, after.recent.length);
  if (frames < WHEEL_TURNS / 2) throw new Error(`only ${frames} frames: nothing was scrolled`);
  const costs = after.recent.slice(-frames);
  print('scrolling a list, frame in the worker, p50', percentile(costs, 0.5), 'ms');
  print('scrolling a list, frame in the worker, p95', percentile(costs, 0.95), 'ms', 2);
  const mirror = await page.evaluate(() => window.mirrorTimes.splice(0));
  print('scrolling a list, mirror on the page, p95', percentile(mirror, 0.95), 'ms', 3);
}

/** From the input event to the frame that was drawn with it, as the page hears of it. */
const watchTyping = (page) => page.evaluate(() => {
  const { worker, link } = window.holdfast;
  window.typed = [];
  let waiting = null;
  addEventListener('input', () => { waiting = { since: performance.now(), sent: link.sent }; });
  worker.addEventListener('message', ({ data }) => {
    if (data.type !== 'settled' || !waiting || data.handled < waiting.sent) return;
    window.typed.push(performance.now() - waiting.since);
    waiting = null;
  });
});

async function type(page) {
  await watchTyping(page);
  const search = page.getByRole('searchbox', { name: 'Search work orders' });
  await search.click();
  for (let count = 1; count <= TEXT.length; count += 1) {
    await search.press(TEXT[count - 1]);
    await page.waitForFunction((wanted) => window.typed.length >= wanted, count);
  }
  const times = await page.evaluate(() => window.typed);
  print('keystroke in the search box, all its frames, p50', percentile(times, 0.5), 'ms');
  print('keystroke in the search box, all its frames, p95', percentile(times, 0.95), 'ms');
}

await withServer(async (server, open) => {
  const profile = await open('ui');
  await fillProduct(profile);
  const page = await profile.open(LIST);
  await page.getByRole('grid', { name: 'Work orders' }).getByRole('row').nth(1).waitFor();
  await settle(page);
  await watchMirror(page);
  await scroll(page);
  await type(page);
  if (profile.problems.length > 0) throw new Error(profile.problems.join('\n'));
});
