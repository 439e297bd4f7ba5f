import { encodingExists, getDecoder } from 'iconv-lite';
import { ShelfcastError } from '../../contract/errors';
import { found } from '../../contract/findings';
import { legacyEncodingOf } from '../sheet/legacyEncoding';
import { unicodeOf } from '../sheet/unicode';
import { type FileKind, firstBytes, streamBytes } from './bytes';
import type { DataFile } from './dataFile';

const HEAD_BYTES = 1 << 18;
const EVIDENCE_BYTES = 1 << 18;
const NEWLINE = 0x0a;
/** Share of lines with non-ASCII bytes that must be valid UTF-8 if the others are only damaged. */
const MOSTLY = 0.5;

/** A text was read as UTF-8, but a later part of it is not. */
export class NotUtf8 extends Error {}

export interface TextEncoding {
  /** The name used by people and iconv-lite. */
  name: string;
  /** Whether it was detected from the content, not from a byte order mark or an option. */
  told: boolean;
}

/** The encoding of a text file: from the option, the byte order mark, or the content; UTF-8 if the start is ASCII. */
export async function encodingOf(file: DataFile, kind: FileKind): Promise<TextEncoding> {
  if (file.encoding !== undefined) {
    if (!encodingExists(file.encoding))
      throw new ShelfcastError('invalid', `there is no encoding '${file.encoding}'; such as ${EXAMPLES}`);
    return { name: file.encoding, told: false };
  }
  const { bytes } = await firstBytes(file, kind, HEAD_BYTES);
  const unicode = unicodeOf(bytes);
  if (unicode === 'binary')
    throw new ShelfcastError('invalid', `${file.name} is no text; save it as .xlsx or CSV UTF-8`, {
      reasons: [found('no_text')],
    });
  if (unicode) return { name: unicode.encoding, told: unicode.mark === 0 && unicode.encoding !== 'utf-8' };
  return { name: await legacyOf(file, kind), told: true };
}

const EXAMPLES = 'utf-8, utf-16le, windows-1252, gb18030, big5, shift_jis';

/** The encoding of a text that is not UTF-8, from its non-ASCII lines. Throws if they do not decide. */
export async function legacyOf(file: DataFile, kind: FileKind): Promise<string> {
  const odd = await oddLines(file, kind);
  const damaged = odd.filter(({ utf8 }) => !utf8);
  const ask = `say which encoding it is with --encoding, such as ${EXAMPLES}`;
  if (damaged.length > 0 && damaged.length < MOSTLY * odd.length) {
    throw new ShelfcastError(
      'invalid',
      `${file.name} is UTF-8, but line ${damaged[0].line} is not; save it again as UTF-8, or ${ask}: ` +
        'what cannot be read then becomes \uFFFD',
      { reasons: [found('encoding_damaged', { line: damaged[0].line })] },
    );
  }
  const name = legacyEncodingOf(Buffer.concat(odd.map(({ bytes }) => bytes)));
  if (name) return name;
  const line = damaged[0]?.line ?? 1;
  throw new ShelfcastError(
    'invalid',
    `${file.name} is not UTF-8 (line ${line}), and its few odd characters fit several encodings; ${ask}`,
    { reasons: [found('encoding_open')] },
  );
}

/** Lines with bytes above 127, up to a bound. */
async function oddLines(
  file: DataFile,
  kind: FileKind,
): Promise<{ line: number; bytes: Buffer; utf8: boolean }[]> {
  const lines: { line: number; bytes: Buffer; utf8: boolean }[] = [];
  let held = 0;
  let line = 1;
  let rest: Buffer = Buffer.alloc(0);
  const enough = new Error('enough');
  const take = (bytes: Buffer): void => {
    if (bytes.some((byte) => byte >= 0x80)) {
      lines.push({ line, bytes, utf8: isUtf8(bytes) });
      held += bytes.length;
      if (held >= EVIDENCE_BYTES) throw enough;
    }
    line++;
  };
  try {
    await streamBytes(file, { kind, size: 0 }, {}, async (chunks) => {
      for await (const chunk of chunks) {
        rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
        let from = 0;
        for (let at = rest.indexOf(NEWLINE); at >= 0; at = rest.indexOf(NEWLINE, from)) {
          take(rest.subarray(from, at + 1));
          from = at + 1;
        }
        rest = rest.subarray(from);
        if (rest.length > EVIDENCE_BYTES) {
          take(rest);
          rest = Buffer.alloc(0);
        }
      }
    });
    take(rest);
  } catch (error) {
    if (error !== enough) throw error;
  }
  return lines;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Decodes bytes; an incomplete character at their end is left out. */
export function decodeStart(bytes: Buffer, encoding: string): string {
  return getDecoder(encoding)
    .write(bytes)
    .replace(/^\uFEFF/, '');
}

/** Converts bytes to UTF-8; for UTF-8 itself, throws NotUtf8 at the first invalid byte. */
export function toUtf8(encoding: string, lenient: boolean) {
  return /^utf-?8$/i.test(encoding) && !lenient ? checkUtf8 : transcode(encoding);
}

async function* checkUtf8(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (chunk?: Buffer): void => {
    try {
      decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      throw new NotUtf8();
    }
  };
  for await (const chunk of chunks) {
    decode(chunk);
    yield chunk;
  }
  decode();
}

function transcode(encoding: string) {
  return async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const decoder = getDecoder(encoding);
    for await (const chunk of chunks) yield Buffer.from(decoder.write(chunk));
    yield Buffer.from(decoder.end() ?? '');
  };
}
