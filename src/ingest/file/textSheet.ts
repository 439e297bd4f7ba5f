import { pipeline } from 'node:stream/promises';
import { layoutOf } from '../sheet/layout';
import { RECORD_OPTIONS, splitStart } from '../sheet/split';
import { type FileKind, firstBytes, type Passage, streamBytes } from './bytes';
import type { DataFile } from './dataFile';
import { decodeStart, encodingOf, legacyOf, NotUtf8, type TextEncoding, toUtf8 } from './encoding';
import { fileError, MOST_RECORD_BYTES } from './fileError';
import type { RecordReader } from '../sheet/recordReader';
import { RecordParser } from './recordParser';

const LAYOUT_BYTES = 1 << 16;

export interface TextForm {
  encoding: TextEncoding;
  delimiter: string;
  /** Records above the header. */
  headerAt: number;
}

/** The format of a text file: its encoding, its separator, and the position of its header. */
export async function textFormOf(
  file: DataFile,
  kind: FileKind,
  wanted: readonly string[],
): Promise<TextForm> {
  const encoding = await encodingOf(file, kind);
  const { bytes, whole } = await firstBytes(file, kind, LAYOUT_BYTES);
  const text = decodeStart(bytes, encoding.name);
  const complete = whole ? text : text.slice(0, Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1);
  return { encoding, ...layoutOf(complete || text, wanted, splitStart) };
}

/** Streams the records of a text file. Throws NotUtf8 if a later part shows that the encoding is another. */
export async function readText(
  file: DataFile,
  { kind, size }: { kind: FileKind; size: number },
  { encoding, delimiter, headerAt }: TextForm,
  passage: Passage,
  { onRecord, onPause }: RecordReader,
): Promise<void> {
  let records = 0;
  let lastLine = 0;
  const options = { ...RECORD_OPTIONS, bom: true, delimiter, max_record_size: MOST_RECORD_BYTES };
  const parser = new RecordParser(options, (cells, line) => {
    lastLine = line;
    if (records++ >= headerAt) onRecord(cells, line);
  });
  parser.resume();
  try {
    await streamBytes(file, { kind, size }, passage, (chunks) =>
      pipeline(
        chunks,
        toUtf8(encoding.name, file.encoding !== undefined),
        async function* (texts: AsyncIterable<Buffer>) {
          for await (const text of texts) {
            yield text;
            await onPause?.();
          }
        },
        parser,
      ),
    );
  } catch (error) {
    throw fileError(error, file, lastLine);
  }
}

/** The format of a text that was read as UTF-8 but is not. */
export async function otherEncoding(
  file: DataFile,
  kind: FileKind,
  wanted: readonly string[],
): Promise<TextForm> {
  const name = await legacyOf(file, kind);
  return { ...(await textFormOf({ ...file, encoding: name }, kind, wanted)), encoding: { name, told: true } };
}

export { NotUtf8 };
