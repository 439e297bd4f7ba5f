/** Encodings of Unicode, recognised by a byte order mark or by content. */
export type UnicodeEncoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** Share of zero bytes on the same side of the byte pairs in UTF-16. */
const ONE_SIDE = 0.9;
/** Share of zero bytes that is not accidental. */
const ZEROS = 0.05;

/**
 * The Unicode encoding of a text's first bytes, and the length of its byte order mark. Null if it is not Unicode;
 * 'binary' if it is not text.
 */
export function unicodeOf(start: Uint8Array): { encoding: UnicodeEncoding; mark: number } | null | 'binary' {
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) return { encoding: 'utf-8', mark: 3 };
  if (start[0] === 0xff && start[1] === 0xfe && start[2] === 0 && start[3] === 0) return 'binary';
  if (start[0] === 0xff && start[1] === 0xfe) return { encoding: 'utf-16le', mark: 2 };
  if (start[0] === 0xfe && start[1] === 0xff) return { encoding: 'utf-16be', mark: 2 };
  const zeros = [0, 0];
  for (let at = 0; at < start.length; at++) if (start[at] === 0) zeros[at % 2]++;
  const all = zeros[0] + zeros[1];
  if (all > 0) {
    if (all < ZEROS * start.length) return 'binary';
    if (zeros[1] >= ONE_SIDE * all) return { encoding: 'utf-16le', mark: 0 };
    if (zeros[0] >= ONE_SIDE * all) return { encoding: 'utf-16be', mark: 0 };
    return 'binary';
  }
  return isUtf8(start) ? { encoding: 'utf-8', mark: 0 } : null;
}

/** Whether bytes are valid UTF-8; the last character may be incomplete. */
function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
