import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { messageOf, errorOf } from '../../common/thrown';
import { ShelfcastError } from '../../contract/errors';
import type { BodyShare } from './bodyBudget';
import { bodyFailure, decodedBody } from './decoding';
import { refuseHeavyJson } from './jsonShape';

export type BodyKind = 'json' | 'ndjson';

/** Content types of a body and how each is read; the empty one stands for a request without one. */
export type BodyTypes = Readonly<Record<string, BodyKind>>;

/** The kind of body by its content type. Throws `unsupported_media_type` for one that is not in `taken`. */
export function bodyKind(request: IncomingMessage, taken: BodyTypes): BodyKind {
  const header = request.headers['content-type'] ?? '';
  const [type, ...parameters] = header
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const kind = Object.hasOwn(taken, type) ? taken[type] : null;
  if (!kind) {
    const names = Object.keys(taken).filter(Boolean).join(' or ');
    const given = header === '' ? 'no content type' : `'${header.slice(0, 80)}'`;
    throw new ShelfcastError('unsupported_media_type', `Send ${names}; the request has ${given}.`);
  }
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length);
  if (charset !== undefined && !['utf-8', 'utf8', '"utf-8"', '"utf8"'].includes(charset)) {
    throw new ShelfcastError(
      'unsupported_media_type',
      `Send UTF-8; the request names the charset ${charset}.`,
    );
  }
  return kind;
}

/** What reading a body may cost. */
export interface BodyLimits {
  /** Decompressed size. */
  bytes: number;
  milliseconds: number;
  share: BodyShare;
}

/** The body, read completely and parsed once. */
export async function readBody(
  request: IncomingMessage,
  limits: BodyLimits,
  parse: (bytes: Buffer, headers: IncomingHttpHeaders) => unknown = parseJson,
): Promise<unknown> {
  const bytes = withoutMark(await readBytes(request, limits));
  if (!bytes.length) throw new ShelfcastError('not_json', 'The body is empty; send a JSON object.');
  return parse(bytes, request.headers);
}

/** Removes a byte order mark. */
export function withoutMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

/** Throws ShelfcastError `not_json` that says where the syntax error is, without quoting the text. */
export function parseJson(bytes: Buffer): unknown {
  refuseHeavyJson(bytes);
  if (!isUtf8(bytes)) throw new ShelfcastError('not_json', 'The body is not valid UTF-8.');
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    const position = /at position (\d+)/.exec(messageOf(error))?.[1];
    const where = position === undefined ? '' : ` near character ${Number(position) + 1}`;
    throw new ShelfcastError('not_json', `The text is not valid JSON${where}.`);
  }
}

async function readBytes(request: IncomingMessage, limits: BodyLimits): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > limits.bytes) throw tooLarge(limits.bytes);
  const body = decodedBody(request);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const timer = setTimeout(() => {
      const seconds = limits.milliseconds / 1000;
      settle(
        new ShelfcastError('body_timeout', `The body did not arrive within ${seconds} s; send it faster.`),
      );
    }, limits.milliseconds);
    const settle = (error: Error | null) => {
      clearTimeout(timer);
      body.off('data', onData).off('end', onEnd).off('close', onClose);
      if (error) reject(error);
      else resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, size));
    };
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      try {
        if (size > limits.bytes) throw tooLarge(limits.bytes);
        limits.share.add(chunk.length);
        chunks.push(chunk);
      } catch (error) {
        settle(errorOf(error));
      }
    };
    const onEnd = () => settle(null);
    const onClose = () => settle(bodyFailure(new Error('closed')));
    // Keep listening: a stream that fails later must not end the server.
    body.on('error', (error) => settle(bodyFailure(error)));
    body.on('data', onData).on('end', onEnd).on('close', onClose);
  });
}

function tooLarge(limit: number): ShelfcastError {
  return new ShelfcastError(
    'too_large',
    `The body is over ${limit} bytes; send fewer items a request or NDJSON.`,
  );
}
