import type { IncomingMessage } from 'node:http';
import type { Readable, Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { ShelfcastError } from '../../contract/errors';

/** Zstandard is in Node's zlib from 22.15 on. */
const { createZstdDecompress } = zlib as { createZstdDecompress?: () => Transform };

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: zlib.createGunzip,
  'x-gzip': zlib.createGunzip,
  deflate: zlib.createInflate,
  br: zlib.createBrotliDecompress,
  ...(createZstdDecompress ? { zstd: createZstdDecompress } : {}),
};

/**
 * The body after decompression, as far as it is read. Throws ShelfcastError `unsupported_media_type` for an unknown
 * encoding; the stream fails with `not_json` if the data are not in that encoding.
 */
export function decodedBody(request: IncomingMessage): Readable {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (encoding === 'identity' || encoding === '') return request;
  const decoder = Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding] : null;
  if (!decoder) {
    const known = Object.keys(DECODERS).filter((name) => !name.startsWith('x-'));
    const detail = `Send the body uncompressed or in ${known.join(' or ')}; the request names the encoding '${encoding.slice(0, 40)}'.`;
    throw new ShelfcastError('unsupported_media_type', detail);
  }
  const decoded = decoder();
  // The reader gets the error; without a reader it must not end the server.
  decoded.on('error', () => {});
  // Not a pipeline, which would close the connection with the decoder, and lose the answer.
  request.once('close', () => request.complete || decoded.destroy(closedEarly()));
  return request.pipe(decoded);
}

/** Why reading a body failed, in terms of what the sender can fix. */
export function bodyFailure(error: NodeJS.ErrnoException): Error {
  if (error instanceof ShelfcastError) return error;
  if (/^(Z_|ZSTD_|ERR_BROTLI|ERR__ERROR_)/.test(error.code ?? ''))
    return new ShelfcastError('not_json', 'The body is not compressed as its content-encoding says.');
  return closedEarly();
}

function closedEarly(): ShelfcastError {
  return new ShelfcastError('not_json', 'The connection closed before the body ended.');
}
