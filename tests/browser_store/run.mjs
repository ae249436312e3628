// The browser's store in a real Chromium: tests/browser_store/run [--kills N] [--seed N]
// [--case TEXT]: only the cases whose name contains TEXT.
import { parseArgs } from 'node:util';
import { serve } from './browser.mjs';
import { runCases } from './cases.mjs';
import { runKills } from './kills.mjs';

const { values } = parseArgs({ options: {
  kills: { type: 'string', default: '50' },
  seed: { type: 'string', default: '1' },
  case: { type: 'string', default: '' },
} });

let passed = 0;
let failed = 0;

function report(name, failure) {
  if (failure) failed += 1;
  else passed += 1;
  console.log(failure ? `FAILED ${name}\n${failure}` : `ok     ${name}`);
}

const server = await serve();
const started = performance.now();
await runCases(server.origin, values.case, report);
try {
  const [kills, seed] = [Number(values.kills), Number(values.seed)];
  const transactions = await runKills(server.origin, kills, seed, report);
  console.log(`  ${values.kills} kills over ${transactions} transactions`);
} catch (error) {
  report('the kills go on to the end', error.stack);
}
server.stop();
console.log(`  ${((performance.now() - started) / 1000).toFixed(0)} s, seed ${values.seed}`);
console.log(`${passed} passed, ${failed} failed`);
// Not by itself: a browser that no longer answers would keep this process.
process.exit(failed === 0 ? 0 : 1);
