import { ShelfcastError } from '../../contract/errors';

/** More than 256 items with 520 weeks of date, units and price contain. */
const MAX_VALUES = 600_000;
const MAX_FIELDS = 4096;
const MAX_DEPTH = 32;
/** Different field names: a new name costs as much to read as ten known ones. */
const MAX_NAMES = 20_000;
/** Bits of the hash by which names are distinguished. */
const NAME_BITS = 20;
/** JSON below this size needs no check. */
const SMALL_BYTES = 65_536;

const [QUOTE, BACKSLASH, COMMA, COLON, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [
  ...Buffer.from('"\\,:[]{}'),
];

/**
 * Refuses JSON with more values than any request needs, before anything is built from it: four bytes of JSON can take
 * up to a hundred in memory. Throws ShelfcastError `too_large`.
 */
export function refuseHeavyJson(bytes: Buffer): void {
  if (bytes.length <= SMALL_BYTES) return;
  const members = new Uint32Array(MAX_DEPTH + 1);
  const isObject = new Uint8Array(MAX_DEPTH + 1);
  const names = new Names();
  let values = 0;
  let depth = 0;
  let string = 0;
  for (let at = 0; at < bytes.length; at++) {
    switch (bytes[at]) {
      case QUOTE:
        string = at;
        at = endOfString(bytes, at);
        break;
      case COLON:
        if (names.add(bytes, string) > MAX_NAMES) throw heavy(`more than ${MAX_NAMES} different names`);
        break;
      case COMMA:
        if (++values > MAX_VALUES) throw heavy(`more than ${MAX_VALUES} values`);
        if (++members[depth] >= MAX_FIELDS && isObject[depth])
          throw heavy(`an object of more than ${MAX_FIELDS} fields`);
        break;
      case OPEN_LIST:
      case OPEN_OBJECT:
        if (++values > MAX_VALUES) throw heavy(`more than ${MAX_VALUES} values`);
        if (++depth > MAX_DEPTH) throw heavy(`values nested more than ${MAX_DEPTH} deep`);
        members[depth] = 0;
        isObject[depth] = bytes[at] === OPEN_OBJECT ? 1 : 0;
        break;
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        if (depth > 0) depth--;
    }
  }
}

/** Counts different names, possibly a few too low. */
class Names {
  private readonly seen = new Uint32Array(2 ** (NAME_BITS - 5));
  private count = 0;

  /** Adds the string that starts at `start`; returns the number of names. */
  add(bytes: Buffer, start: number): number {
    let hash = 0;
    for (let at = start + 1; at < bytes.length && bytes[at] !== QUOTE; at++)
      hash = Math.imul(hash ^ bytes[at], 0x9e3779b1);
    const place = hash >>> (32 - NAME_BITS);
    const bit = 1 << (place & 31);
    if ((this.seen[place >>> 5] & bit) === 0) this.count++;
    this.seen[place >>> 5] |= bit;
    return this.count;
  }
}

/** Position of the quote that ends the string starting at `start`, or the end of all bytes. */
function endOfString(bytes: Buffer, start: number): number {
  for (let at = start + 1; at < bytes.length; at++) {
    if (bytes[at] === QUOTE) return at;
    if (bytes[at] === BACKSLASH) at++;
  }
  return bytes.length;
}

function heavy(what: string): ShelfcastError {
  return new ShelfcastError('too_large', `The body holds ${what}; send fewer items a request or NDJSON.`);
}
