import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { packEntries, unpackEntries } from '../entries/packedEntries';
import type { ProductEntries } from '../salesWriter';

/** As JSON: the entries are in base64. */
type Line = [sku: string, description: string | null, entries: string, texts: string];

const READ_BYTES = 1 << 20;

/** Writes a source's products, one per line. */
export function writeSaleFile(file: string, products: Iterable<ProductEntries>): void {
  const out = openSync(file, 'wx', 0o600);
  try {
    for (const { sku, description, entries } of products) {
      const packed = packEntries(entries);
      const line: Line = [sku, description ?? null, packed.entries.toString('base64'), packed.texts];
      writeSync(out, `${JSON.stringify(line)}\n`);
    }
  } finally {
    closeSync(out);
  }
}

/** Reads product by product, so that memory does not grow with the file. */
export function* readSaleFile(file: string): Generator<ProductEntries> {
  const input = openSync(file, 'r');
  try {
    let pieces: Buffer[] = [];
    for (;;) {
      const piece = Buffer.allocUnsafe(READ_BYTES);
      const read = piece.subarray(0, readSync(input, piece));
      if (read.length === 0) return;
      let from = 0;
      for (let end = read.indexOf(10); end >= 0; end = read.indexOf(10, from)) {
        yield productOf(Buffer.concat([...pieces, read.subarray(from, end)]));
        pieces = [];
        from = end + 1;
      }
      pieces.push(read.subarray(from));
    }
  } finally {
    closeSync(input);
  }
}

function productOf(line: Buffer): ProductEntries {
  const [sku, description, entries, texts] = JSON.parse(line.toString('utf8')) as Line;
  return {
    sku,
    description: description ?? undefined,
    entries: unpackEntries({ entries: Buffer.from(entries, 'base64'), texts }),
  };
}
