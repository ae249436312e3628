// @ts-check
// How this device calls its browser in the list of devices.

/** "Chromium on Linux", from what the browser says about itself. */
export function browserName() {
  const agent = navigator.userAgent;
  const browsers = [['Edg/', 'Edge'], ['Firefox/', 'Firefox'], ['Chrome/', 'Chromium'],
    ['Safari/', 'Safari']];
  const systems = [['Android', 'Android'], ['iPhone', 'iPhone'], ['iPad', 'iPad'],
    ['Windows', 'Windows'], ['Mac OS', 'Mac'], ['Linux', 'Linux']];
  const named = (/** @type {string[][]} */ table) =>
    table.find(([mark]) => agent.includes(mark))?.[1] ?? 'Browser';
  return `${named(browsers)} on ${named(systems)}`;
}
