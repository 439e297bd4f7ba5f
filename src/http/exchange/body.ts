import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { ShelfcastError } from '../../contract/errors';

const BODY_TIMEOUT_MS = 60_000;

export type BodyKind = 'json' | 'ndjson' | 'none';

/** What the content type says the body is. Throws `unsupported_media_type` for what is not in `taken`. */
export function bodyKind(request: IncomingMessage, taken: readonly BodyKind[]): BodyKind {
  const header = request.headers['content-type'];
  const [type, ...parameters] = (header ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const kind = type === 'application/json' ? 'json' : type === 'application/x-ndjson' ? 'ndjson' : 'none';
  const names = taken
    .map((each) => (each === 'json' ? 'application/json' : 'application/x-ndjson'))
    .join(' or ');
  if (kind === 'none' || !taken.includes(kind)) {
    const given = header === undefined ? 'no content type' : `'${header.slice(0, 80)}'`;
    throw new ShelfcastError('unsupported_media_type', `Send ${names}; the request has ${given}.`);
  }
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length);
  if (charset !== undefined && !['utf-8', 'utf8', '"utf-8"', '"utf8"'].includes(charset)) {
    throw new ShelfcastError(
      'unsupported_media_type',
      `Send UTF-8; the request names the charset ${charset}.`,
    );
  }
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw new ShelfcastError('unsupported_media_type', 'Send the body uncompressed.');
  }
  return kind;
}

/** The body as JSON, read whole and parsed once. */
export async function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  const bytes = await readBytes(request, limit);
  if (!bytes.length) throw new ShelfcastError('not_json', 'The body is empty; send a JSON object.');
  return parseJson(bytes);
}

/** Throws ShelfcastError `not_json` that says where the text goes wrong, without quoting it. */
export function parseJson(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw new ShelfcastError('not_json', 'The body is not valid UTF-8.');
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    const position = /at position (\d+)/.exec((error as Error).message)?.[1];
    const where = position === undefined ? '' : ` near character ${Number(position) + 1}`;
    throw new ShelfcastError('not_json', `The text is not valid JSON${where}.`);
  }
}

function readBytes(request: IncomingMessage, limit: number): Promise<Buffer> {
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > limit) return Promise.reject(tooLarge(limit));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const timer = setTimeout(() => {
      settle(
        new ShelfcastError('body_timeout', `The body did not arrive within ${BODY_TIMEOUT_MS / 1000} s.`),
      );
    }, BODY_TIMEOUT_MS);
    const settle = (error: Error | null) => {
      clearTimeout(timer);
      request.off('data', onData).off('end', onEnd).off('error', settle).off('close', onClose);
      if (error) reject(error);
      else resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, size));
    };
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) settle(tooLarge(limit));
      else chunks.push(chunk);
    };
    const onEnd = () => settle(null);
    const onClose = () =>
      settle(new ShelfcastError('not_json', 'The connection closed before the body ended.'));
    request.on('data', onData).on('end', onEnd).on('error', settle).on('close', onClose);
  });
}

function tooLarge(limit: number): ShelfcastError {
  return new ShelfcastError(
    'too_large',
    `The body is over ${limit} bytes; send fewer items a request or NDJSON.`,
  );
}
