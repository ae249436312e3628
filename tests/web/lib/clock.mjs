// Timeouts that a test lets run. Debian 12's Node takes the list of what to replace by itself,
// later ones inside an object.
import { mock } from 'node:test';

export function stopTimeouts() {
  const apis = ['setTimeout'];
  const older = process.versions.node.startsWith('18.');
  mock.timers.enable(older ? apis : { apis });
}
