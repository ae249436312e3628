// Cuts the icons that ui/include/ui/icon.h names out of Lucide and writes them as one path each.
//
// Usage: node tools/icons.mjs <icon.h> <lucide icons folder> <output.js>
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const ELEMENT = /<(path|circle|rect|line|polyline|polygon|ellipse)\s([^>]*?)\/?>/g;

/** @param {string} header Text of icon.h. @returns {string[]} names in the order of the enum. */
export function readNames(header) {
  const body = /enum class Icon[^{]*\{([^}]*)\}/.exec(header);
  if (!body) throw new Error('icon.h holds no enum class Icon');
  return body[1].split(',').map((name) => name.trim()).filter(Boolean);
}

/** `ChevronsUpDown` becomes `chevrons-up-down`, `Building2` becomes `building-2`. */
export function toFileName(/** @type {string} */ name) {
  return name.replace(/([a-z])([A-Z0-9])/g, '$1-$2').toLowerCase();
}

/** @param {string} text @returns {Record<string, string>} */
function readAttributes(text) {
  /** @type {Record<string, string>} */
  const attributes = {};
  for (const [, key, value] of text.matchAll(/([\w-]+)="([^"]*)"/g)) attributes[key] = value;
  return attributes;
}

function ellipse(/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ rx,
  /** @type {number} */ ry) {
  return `M${x - rx} ${y}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0z`;
}

function rectangle(/** @type {Record<string, number>} */ { x, y, width, height, radius }) {
  if (!radius) return `M${x} ${y}h${width}v${height}h${-width}z`;
  const across = width - 2 * radius;
  const down = height - 2 * radius;
  const corner = (/** @type {number} */ dx, /** @type {number} */ dy) =>
    `a${radius} ${radius} 0 0 1 ${dx} ${dy}`;
  return `M${x + radius} ${y}h${across}${corner(radius, radius)}v${down}` +
    `${corner(-radius, radius)}h${-across}${corner(-radius, -radius)}v${-down}` +
    `${corner(radius, -radius)}z`;
}

/** Each element starts from the origin, also after it was joined to another. */
export function startAbsolute(/** @type {string} */ data) {
  const start = /^m\s*(-?[\d.]+)[\s,]*(-?[\d.]+)\s*(.*)$/s.exec(data);
  if (!start) return data;
  const [, x, y, rest] = start;
  return `M${x} ${y}${/^[-\d.]/.test(rest) ? 'l' : ''}${rest}`;
}

/** One SVG element as path data. */
function toPath(/** @type {string} */ tag, /** @type {Record<string, string>} */ attributes) {
  const number = (/** @type {string} */ key) => Number(attributes[key] ?? 0);
  switch (tag) {
    case 'path': return startAbsolute(attributes.d);
    case 'circle': return ellipse(number('cx'), number('cy'), number('r'), number('r'));
    case 'ellipse': return ellipse(number('cx'), number('cy'), number('rx'), number('ry'));
    case 'line': return `M${number('x1')} ${number('y1')}L${number('x2')} ${number('y2')}`;
    case 'rect': return rectangle({
      x: number('x'), y: number('y'), width: number('width'), height: number('height'),
      radius: number('rx') || number('ry') });
    case 'polyline': return `M${attributes.points}`;
    case 'polygon': return `M${attributes.points}z`;
    default: throw new Error(`no rule for <${tag}>`);
  }
}

/** @param {string} svg @returns {string} */
export function toOnePath(svg) {
  const parts = [];
  for (const [, tag, attributes] of svg.matchAll(ELEMENT))
    parts.push(toPath(tag, readAttributes(attributes)));
  return parts.join('');
}

function main(/** @type {string[]} */ [header, folder, output]) {
  const shapes = readNames(readFileSync(header, 'utf8')).map((name) =>
    name === 'None' ? ''
      : toOnePath(readFileSync(path.join(folder, `${toFileName(name)}.svg`), 'utf8')));
  const lines = shapes.map((shape) => `  ${JSON.stringify(shape)},`).join('\n');
  const notice = '// Made by tools/icons.mjs from Lucide (ISC licence, see third-party notices).';
  writeFileSync(output, `${notice}\nexport default [\n${lines}\n];\n`);
}

if (process.argv[1] && import.meta.url.endsWith(path.basename(process.argv[1]))) {
  if (process.argv.length !== 5) {
    console.error('Usage: node tools/icons.mjs <icon.h> <lucide icons folder> <output.js>');
    process.exit(2);
  }
  main(process.argv.slice(2));
}
