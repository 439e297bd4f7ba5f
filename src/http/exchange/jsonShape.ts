import { ShelfcastError } from '../../contract/errors';

/** More than 256 items with 520 weeks of date, units and price hold. */
const MAX_VALUES = 600_000;
const MAX_FIELDS = 4096;
const MAX_DEPTH = 32;
/** Nothing that JSON of this size could hold is worth a look. */
const SMALL_BYTES = 65_536;

const [QUOTE, BACKSLASH, COMMA, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [
  ...Buffer.from('"\\,[]{}'),
];

/**
 * Refuses JSON that holds more than any request needs, before anything is built from it: a value of four bytes on the
 * wire costs up to a hundred in memory. Throws ShelfcastError `too_large`.
 */
export function refuseHeavyJson(bytes: Buffer): void {
  if (bytes.length <= SMALL_BYTES) return;
  const members = new Uint32Array(MAX_DEPTH + 1);
  const isObject = new Uint8Array(MAX_DEPTH + 1);
  let values = 0;
  let depth = 0;
  for (let at = 0; at < bytes.length; at++) {
    switch (bytes[at]) {
      case QUOTE:
        at = endOfString(bytes, at);
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

/** Place of the quote that ends the string which starts at `start`, or the end of all bytes. */
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
