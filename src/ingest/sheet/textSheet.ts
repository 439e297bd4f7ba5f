import { parse } from 'csv-parse/sync';
import { codeOf } from '../../common/thrown';
import { ShelfcastError } from '../../contract/errors';
import { type Found, found } from '../../contract/findings';
import { layoutOf } from './layout';
import { decodeLegacy, legacyEncodingOf } from './legacyEncoding';
import { RECORD_OPTIONS, splitStart } from './split';
import { unicodeOf } from './unicode';

const LAYOUT_CHARACTERS = 1 << 16;
const EVIDENCE_BYTES = 1 << 18;
const NEWLINE = 0x0a;

/** A sheet's records, header first, and the lines on which they end, from 1. */
export interface SheetRecords {
  records: { cells: string[]; line: number }[];
  /** How the file was interpreted, where that is not obvious. */
  understood: Found[];
}

/** Decodes a file in memory by its byte order mark or its content. Throws ShelfcastError if these do not decide. */
export function decodeText(bytes: Uint8Array): { text: string; understood: Found[] } {
  const unicode = unicodeOf(bytes);
  if (unicode === 'binary')
    throw new ShelfcastError('invalid', 'this is no text; save it as .xlsx or CSV UTF-8', {
      reasons: [found('no_text')],
    });
  if (unicode) {
    const text = new TextDecoder(unicode.encoding).decode(bytes).replace(/^\uFEFF/, '');
    const told = unicode.mark === 0 && unicode.encoding !== 'utf-8';
    return { text, understood: told ? [found('encoding', { encoding: unicode.encoding })] : [] };
  }
  const encoding = legacyEncodingOf(oddLines(bytes));
  if (!encoding) {
    throw new ShelfcastError(
      'invalid',
      'the text is not UTF-8, and its few odd characters fit several encodings; save it as UTF-8',
      { reasons: [found('encoding_open')] },
    );
  }
  return { text: decodeLegacy(bytes, encoding), understood: [found('encoding', { encoding })] };
}

/** Parses delimited text. `wanted`: the column names of a schema, which help find the header below titles. */
export function textRecords(text: string, wanted: readonly string[] = []): SheetRecords {
  const start =
    text.length <= LAYOUT_CHARACTERS ? text : text.slice(0, text.lastIndexOf('\n', LAYOUT_CHARACTERS));
  const { delimiter, headerAt } = layoutOf(start, wanted, splitStart);
  const records: SheetRecords['records'] = [];
  let seen = 0;
  let lastLine = 0;
  try {
    parse(text, {
      ...RECORD_OPTIONS,
      bom: true,
      delimiter,
      on_record: (cells: string[], { lines }) => {
        lastLine = lines;
        if (seen++ >= headerAt) records.push({ cells, line: lines });
        return null;
      },
    });
  } catch (error) {
    if (codeOf(error) !== 'CSV_QUOTE_NOT_CLOSED') throw error;
    throw new ShelfcastError(
      'invalid',
      `the sheet opens a quote after line ${lastLine} and never closes it`,
      {
        reasons: [found('quote_open', { line: lastLine })],
      },
    );
  }
  return { records, understood: [] };
}

/** Lines with bytes above 127, up to a bound. */
function oddLines(bytes: Uint8Array): Uint8Array {
  const lines: Uint8Array[] = [];
  let held = 0;
  for (let from = 0; from < bytes.length && held < EVIDENCE_BYTES;) {
    const end = bytes.indexOf(NEWLINE, from);
    const line = bytes.subarray(from, end < 0 ? bytes.length : end + 1);
    if (line.some((byte) => byte >= 0x80)) {
      lines.push(line);
      held += line.length;
    }
    from += line.length;
  }
  const odd = new Uint8Array(held);
  let at = 0;
  for (const line of lines) {
    odd.set(line, at);
    at += line.length;
  }
  return odd;
}
