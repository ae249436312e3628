// axe-core on the page as it is. The gate: no violation, nothing incomplete but empty fields.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockedFolder } from './locked.mjs';

const ALLOWED_INCOMPLETE = /Element's? (content|value)|has no value/i;

export async function findViolations(page) {
  // Injected through the debugger: the page's content security policy refuses inline scripts.
  await page.evaluate(axeSource());
  const { violations, incomplete } = await page.evaluate(async () => {
    const report = await window.axe.run(document, { resultTypes: ['violations', 'incomplete'] });
    const why = (node) => [...node.any, ...node.all, ...node.none]
      .map((check) => check.message).join('; ');
    const short = (list) => list.flatMap((rule) => rule.nodes.map((node) => (
      { rule: rule.id, html: node.html.slice(0, 160), why: why(node) })));
    return { violations: short(report.violations), incomplete: short(report.incomplete) };
  });
  return violations.concat(incomplete.filter((item) => !ALLOWED_INCOMPLETE.test(item.why)));
}

let source;
function axeSource() {
  source ??= readFileSync(join(lockedFolder('axe-core'), 'axe.min.js'), 'utf8');
  return source;
}
