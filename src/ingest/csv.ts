import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import { ShelfcastError } from '../contract/errors';

const DELIMITERS = [',', ';', '\t'];
const MAX_RECORD_BYTES = 1 << 17;
const SNIFF_BYTES = 1 << 16;
const ZIP_MAGIC = 'PK\x03\x04';

export type OnProgress = (bytesRead: number, bytesTotal: number) => void;

export interface CsvReader {
  /** The names of the columns, trimmed. Throwing here or in onRow ends the reading with that error. */
  onHeader(columns: string[]): void;
  /** One row with as many values as the header has; `line` is the file's line that it ends on, from 1. */
  onRow(values: string[], line: number): void;
  /** A row that cannot be read. */
  onBadRow(line: number, reason: string): void;
  onProgress?: OnProgress;
}

/**
 * Streams a CSV file, plain or gzip by its first bytes, UTF-8 with or without a byte order mark, separated by commas,
 * semicolons or tabs as its header is. Returns the SHA-256 of the file and the number of data rows. Throws
 * ShelfcastError when the file cannot be read to its end.
 */
export async function readCsv(file: string, reader: CsvReader): Promise<{ hash: string; rows: number }> {
  const { size, gzip } = await probe(file);
  const hash = createHash('sha256');
  const parser = parse({
    bom: true,
    delimiter: await delimiterOf(file, gzip),
    skip_empty_lines: true,
    relax_quotes: true,
    skip_records_with_error: true,
    max_record_size: MAX_RECORD_BYTES,
    on_record: (values: string[], { lines }) => {
      lastLine = lines;
      if (header) {
        rows++;
        reader.onRow(values, lines);
      } else {
        reader.onHeader((header = values.map((name) => name.trim())));
      }
      return null;
    },
    on_skip: (error) => {
      if (error!.code !== 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH') throw error;
      rows++;
      reader.onBadRow(error!.lines as number, 'not as many values as the header has columns');
    },
  });
  let header: string[] | undefined;
  let rows = 0;
  let lastLine = 0;
  let read = 0;
  const source = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 18 })) {
      hash.update(chunk);
      reader.onProgress?.((read += chunk.length), size);
      yield chunk;
    }
  };
  parser.resume();
  try {
    if (gzip) await pipeline(source, createGunzip(), checkUtf8(file), parser);
    else await pipeline(source, checkUtf8(file), parser);
  } catch (error) {
    throw readable(error, file, lastLine);
  }
  if (!header) throw new ShelfcastError('invalid', `${file} is empty: the first line must name the columns`);
  return { hash: hash.digest('hex'), rows };
}

/** The first rows of a CSV file under its column names, for guessing. */
export async function sampleCsv(
  file: string,
  rows: number,
): Promise<{ columns: string[]; rows: string[][] }> {
  const enough = new Error('enough');
  const sample = { columns: [] as string[], rows: [] as string[][] };
  try {
    await readCsv(file, {
      onHeader: (columns) => (sample.columns = columns),
      onRow: (values) => {
        sample.rows.push(values);
        if (sample.rows.length === rows) throw enough;
      },
      onBadRow: () => undefined,
    });
  } catch (error) {
    if (error !== enough) throw error;
  }
  return sample;
}

async function probe(file: string): Promise<{ size: number; gzip: boolean }> {
  try {
    const handle = await open(file);
    try {
      const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0);
      if (buffer.toString('latin1') === ZIP_MAGIC) {
        throw new ShelfcastError('invalid', `${file} is a zip file or a spreadsheet; save it as CSV UTF-8`);
      }
      return { size: (await handle.stat()).size, gzip: buffer[0] === 0x1f && buffer[1] === 0x8b };
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw readable(error, file);
  }
}

/** The separator that the header uses most, outside quotes. */
async function delimiterOf(file: string, gzip: boolean): Promise<string> {
  let head = Buffer.alloc(0);
  const take = async (chunks: AsyncIterable<Buffer>): Promise<void> => {
    for await (const chunk of chunks) {
      head = Buffer.concat([head, chunk]);
      if (head.length >= SNIFF_BYTES || head.includes(0x0a)) return;
    }
  };
  try {
    const stream = createReadStream(file, { highWaterMark: SNIFF_BYTES });
    await take(gzip ? stream.pipe(createGunzip()) : stream);
    stream.destroy();
  } catch (error) {
    throw readable(error, file);
  }
  const line = head
    .toString('utf8')
    .split(/\r?\n|\r/, 1)[0]
    .replace(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => line.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))];
}

/** Passes bytes on and fails at the first that are not UTF-8. */
function checkUtf8(file: string) {
  return async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    const decode = (chunk?: Buffer): void => {
      try {
        decoder.decode(chunk, { stream: chunk !== undefined });
      } catch {
        throw new ShelfcastError('invalid', `${file} is not UTF-8; save it as CSV UTF-8`);
      }
    };
    for await (const chunk of chunks) {
      decode(chunk);
      yield chunk;
    }
    decode();
  };
}

function readable(error: unknown, file: string, lastLine = 0): unknown {
  const { code } = error as NodeJS.ErrnoException;
  const refuse = (reason: string): ShelfcastError =>
    new ShelfcastError('invalid', `${file} ${reason}`, { cause: error });
  switch (code) {
    case 'ENOENT':
      return refuse('does not exist');
    case 'EISDIR':
      return refuse('is a directory; name a CSV file');
    case 'EACCES':
      return refuse('may not be read by this user');
    case 'CSV_QUOTE_NOT_CLOSED':
      return refuse(`opens a quote after line ${lastLine} and never closes it`);
    case 'CSV_MAX_RECORD_SIZE':
      return refuse(
        `has a row of more than ${MAX_RECORD_BYTES} bytes after line ${lastLine}; look for an opening quote there`,
      );
    case 'Z_BUF_ERROR':
      return refuse('ends in the middle of its gzip data; fetch or compress it again');
    case 'Z_DATA_ERROR':
      return refuse('has damaged gzip data; fetch or compress it again');
    default:
      return error;
  }
}
