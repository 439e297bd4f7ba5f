import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse/sync';
import { RecordParser } from '../../../src/ingest/file/recordParser';
import { RECORD_OPTIONS } from '../../../src/ingest/sheet/split';

const TEXT = 'sku,words\r\nA,"two\r\nlines"\n\nB,x\rC,"a ""quote"""';

async function read(text: string, onRecord: (cells: string[], line: number) => void): Promise<void> {
  const bytes = [...Buffer.from(text)].map((byte) => Buffer.of(byte));
  await pipeline(Readable.from(bytes), new RecordParser(RECORD_OPTIONS, onRecord));
}

test('records come with the line that csv-parse tells of them', async () => {
  const told: [string[], number][] = [];
  await read(TEXT, (cells, line) => told.push([cells, line]));
  const expected: [string[], number][] = [];
  parse(TEXT, {
    ...RECORD_OPTIONS,
    on_record: (cells: string[], { lines }) => void expected.push([cells, lines]),
  });
  expect(told).toEqual(expected);
  expect(told).toHaveLength(4);
});

test('what a reader throws ends the stream, and no record comes after it', async () => {
  const seen: string[] = [];
  const refusal = new Error('no B here');
  const text = 'A\nB\nC\n"never closed';
  const reading = pipeline(
    Readable.from([Buffer.from(text)]),
    new RecordParser(RECORD_OPTIONS, ([cell]) => {
      seen.push(cell);
      if (cell === 'B') throw refusal;
    }),
  );
  await expect(reading).rejects.toBe(refusal);
  expect(seen).toEqual(['A', 'B']);
});
