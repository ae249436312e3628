// Runs the browser tests one after the other in real Chromium. `run.mjs [name…]` picks some.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const here = new URL('./tests', import.meta.url).pathname;
const wanted = process.argv.slice(2);
const all = readdirSync(here).filter((name) => name.endsWith('.test.mjs')).sort();
const files = all.filter(
  (name) => wanted.length === 0 || wanted.some((word) => name.startsWith(word)));
if (files.length === 0) {
  console.error(`no browser test is called ${wanted.join(', ')}; there are: ${all.join(', ')}`);
  process.exit(2);
}

let passed = 0;
const failures = [];
for (const file of files) {
  const { tests } = await import(join(here, file));
  for (const [name, body] of Object.entries(tests)) {
    const started = Date.now();
    const seconds = () => ((Date.now() - started) / 1000).toFixed(1);
    try {
      await body();
      passed += 1;
      console.log(`ok   ${name} (${seconds()} s)`);
    } catch (error) {
      failures.push(name);
      console.log(`FAIL ${name} (${seconds()} s)\n${error.stack}`);
    }
  }
}
for (const name of failures) console.log(`failed: ${name}`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exit(failures.length === 0 ? 0 : 1);
