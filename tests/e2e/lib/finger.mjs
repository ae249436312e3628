// A finger on the glass: taps by role, and drags, which Playwright has no call for.

const STEPS = 8;

/** Drags one finger from `from` to `to`, each {x, y} in CSS pixels. */
export async function drag(page, from, to) {
  const devtools = await page.context().newCDPSession(page);
  const touch = (type, points) =>
    devtools.send('Input.dispatchTouchEvent', { type, touchPoints: points });
  await touch('touchStart', [from]);
  for (let step = 1; step <= STEPS; step += 1) {
    const along = (axis) => from[axis] + ((to[axis] - from[axis]) * step) / STEPS;
    await touch('touchMove', [{ x: along('x'), y: along('y') }]);
  }
  await touch('touchEnd', []);
  await devtools.detach();
}

/** Taps a field, so that the soft keyboard would come, and types. */
export async function tapAndType(page, field, text) {
  await field.tap();
  await page.keyboard.press('Control+a');
  await page.keyboard.type(text);
}

/** Rests on `from` until `lifted` says where to go, and lets go there. */
export async function carry(page, from, lifted) {
  const devtools = await page.context().newCDPSession(page);
  const touch = (type, points) =>
    devtools.send('Input.dispatchTouchEvent', { type, touchPoints: points });
  await touch('touchStart', [from]);
  const to = await lifted();
  for (let step = 1; step <= STEPS; step += 1) {
    const along = (axis) => from[axis] + ((to[axis] - from[axis]) * step) / STEPS;
    await touch('touchMove', [{ x: along('x'), y: along('y') }]);
  }
  await touch('touchEnd', []);
  await devtools.detach();
}
