import type { Readable } from 'node:stream';
import { withoutMark } from '../exchange/body';

/** A line of a body; `bytes` is null if it was longer than allowed and has been dropped. */
export interface Line {
  /** Counted from 1, empty lines included. */
  number: number;
  bytes: Buffer | null;
}

const NEWLINE = 10;

/**
 * The lines that have arrived, without delay, in groups of at most `size`, without empty lines. Reads only on demand,
 * and buffers at most one chunk and one line.
 */
export async function* lineGroups(source: Readable, size: number, maxBytes: number): AsyncGenerator<Line[]> {
  let rest: Buffer[] = [];
  let restBytes = 0;
  let number = 0;
  let group: Line[] = [];
  const chunks: AsyncIterable<Buffer> = source.iterator({ destroyOnReturn: false });
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      restBytes += end - start;
      const tooLong = restBytes > maxBytes;
      const tail = chunk.subarray(start, end);
      number++;
      const bytes = tooLong ? null : cleaned(number, rest.length ? Buffer.concat([...rest, tail]) : tail);
      if (bytes === null || bytes.length) group.push({ number, bytes });
      rest = [];
      restBytes = 0;
      start = end + 1;
      if (group.length === size) {
        yield group;
        group = [];
      }
    }
    restBytes += chunk.length - start;
    if (restBytes > maxBytes) rest = [];
    else if (start < chunk.length) rest.push(chunk.subarray(start));
    if (group.length) yield group;
    group = [];
  }
  number++;
  if (restBytes > maxBytes) yield [{ number, bytes: null }];
  else {
    const bytes = cleaned(number, Buffer.concat(rest));
    if (bytes.length) yield [{ number, bytes }];
  }
}

/** Trimmed; the first line may follow a byte order mark. */
function cleaned(number: number, bytes: Buffer): Buffer {
  return trimmed(number === 1 ? withoutMark(bytes) : bytes);
}

/** Removes spaces, tabs and carriage returns at both ends. */
function trimmed(bytes: Buffer): Buffer {
  let start = 0;
  let end = bytes.length;
  while (start < end && isSpace(bytes[start])) start++;
  while (end > start && isSpace(bytes[end - 1])) end--;
  return bytes.subarray(start, end);
}

function isSpace(byte: number): boolean {
  return byte === 32 || byte === 9 || byte === 13;
}
