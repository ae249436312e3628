// @ts-check
// Reads the bytes that ui/src/semantics/packet.h writes.

import { PROPERTIES, ROLES } from './roles.js';

/**
 * @typedef {object} MirrorNode
 * @property {number} id
 * @property {number} parent
 * @property {string} role
 * @property {number} level
 * @property {number} flags
 * @property {number} x Relative to the parent.
 * @property {number} y
 * @property {number} width
 * @property {number} height
 * @property {string} name
 * @property {string} value
 * @property {Record<string, string>} properties
 */

/**
 * @typedef {object} Packet
 * @property {number} frame
 * @property {number} focus
 * @property {number} focusSequence
 * @property {number} modal
 * @property {number[]} removed
 * @property {MirrorNode[]} changed
 * @property {number[]} order Empty when unchanged.
 */

const decoder = new TextDecoder();

class Reader {
  /** @param {ArrayBuffer} buffer */
  constructor(buffer) {
    this.buffer = buffer;
    this.view = new DataView(buffer);
    this.at = 0;
  }
  u8() { return this.view.getUint8(this.at++); }
  u16() { this.at += 2; return this.view.getUint16(this.at - 2, true); }
  i16() { this.at += 2; return this.view.getInt16(this.at - 2, true); }
  u32() { this.at += 4; return this.view.getUint32(this.at - 4, true); }
  text() {
    const length = this.u16();
    this.at += length;
    return length ? decoder.decode(new Uint8Array(this.buffer, this.at - length, length)) : '';
  }
  ids() { return Array.from({ length: this.u32() }, () => this.u32()); }
}

/** @param {Reader} reader @returns {MirrorNode} */
function readNode(reader) {
  const id = reader.u32();
  const parent = reader.u32();
  const role = ROLES[reader.u8()];
  const level = reader.u8();
  const flags = reader.u32();
  const [x, y, width, height] = [reader.i16(), reader.i16(), reader.i16(), reader.i16()];
  const name = reader.text();
  const value = reader.text();
  /** @type {Record<string, string>} */
  const properties = {};
  for (let count = reader.u8(); count > 0; --count) {
    const key = PROPERTIES[reader.u8()];
    properties[key] = reader.text();
  }
  return { id, parent, role, level, flags, x, y, width, height, name, value, properties };
}

/** @param {ArrayBuffer} buffer @returns {Packet} */
export function readPacket(buffer) {
  const reader = new Reader(buffer);
  const [frame, focus, focusSequence, modal] =
    [reader.u32(), reader.u32(), reader.u32(), reader.u32()];
  const removed = reader.ids();
  const changed = Array.from({ length: reader.u32() }, () => readNode(reader));
  return { frame, focus, focusSequence, modal, removed, changed, order: reader.ids() };
}
