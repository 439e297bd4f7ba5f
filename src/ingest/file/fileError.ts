import { codeOf } from '../../common/thrown';
import { ShelfcastError } from '../../contract/errors';
import { type Found, found } from '../../contract/findings';
import type { DataFile } from './dataFile';

/** Makes a plain message of a read error; other errors are unchanged. */
export function fileError(error: unknown, { name, path }: DataFile, lastLine = 0): unknown {
  const code = codeOf(error);
  const shown = path.endsWith(name) ? path : name;
  const refuse = (reason: string, ...reasons: Found[]): ShelfcastError =>
    new ShelfcastError('invalid', `${shown} ${reason}`, { reasons, cause: error });
  switch (code) {
    case 'ENOENT':
      return refuse('does not exist');
    case 'EISDIR':
      return refuse('is a directory; name a file');
    case 'EACCES':
      return refuse('may not be read by this user');
    case 'CSV_QUOTE_NOT_CLOSED':
      return refuse(
        `opens a quote after line ${lastLine} and never closes it`,
        found('quote_open', { line: lastLine }),
      );
    case 'CSV_MAX_RECORD_SIZE':
      return refuse(
        `has a row of more than ${MOST_RECORD_BYTES} bytes after line ${lastLine}; look for an opening quote there`,
        found('row_too_long', { line: lastLine }),
      );
    case 'Z_BUF_ERROR':
      return refuse('ends in the middle of its gzip data; fetch or compress it again', found('gzip_damaged'));
    case 'Z_DATA_ERROR':
      return refuse('has damaged gzip data; fetch or compress it again', found('gzip_damaged'));
    case 'ABORT_ERR':
      return refuse('has other data behind its gzip data; compress it again', found('gzip_damaged'));
    default:
      return error;
  }
}

/** The longest record of a text file. */
export const MOST_RECORD_BYTES = 1 << 17;
