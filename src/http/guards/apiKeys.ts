import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { codeOf } from '../../common/thrown';
import { ShelfcastError } from '../../contract/errors';
import { KEY_HASH, SCOPES, type Scope } from '../../contract/scopes';

/** A stored API key: its owner, its SHA-256, and its scopes. */
export interface StoredKey {
  name: string;
  hash: Buffer;
  scopes: readonly Scope[];
}

/** A new key and the hash to store. */
export function makeKey(): { key: string; hash: string } {
  const key = `sc_${randomBytes(32).toString('base64url')}`;
  return { key, hash: sha256(key).toString('hex') };
}

/**
 * Keys of the settings and of the key file: one hash per line with its scopes (`HASH:read+write`; all by default), then
 * a name; `#` starts a comment. Throws ShelfcastError `invalid` for a file that cannot be read or has no key, since it
 * was given to keep people out.
 */
export function storedKeys(hashes: readonly string[], file: string | null): StoredKey[] {
  return [...hashes.map((hash) => storedKey(hash, '')), ...(file === null ? [] : keysInFile(file))];
}

function keysInFile(file: string): StoredKey[] {
  const refused = (what: string) =>
    new ShelfcastError('invalid', `The API key file ${file} ${what} Make a key with: shelfcast key`);
  const keys = readText(file, refused)
    .split('\n')
    .flatMap((line, index) => {
      const [hash, ...name] = line.replace(/#.*/, '').trim().split(/\s+/);
      if (!hash) return [];
      if (!KEY_HASH.test(hash)) {
        const what = 'a SHA-256 hash in hex, or one with scopes such as HASH:read+write,';
        throw refused(`does not start with ${what} on line ${index + 1}.`);
      }
      return [storedKey(hash, name.join(' '))];
    });
  if (keys.length === 0) throw refused('holds no key.');
  return keys;
}

function readText(file: string, refused: (what: string) => Error): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw refused(`cannot be read (${codeOf(error)}).`);
  }
}

/** The key that the request carries. Throws ShelfcastError `unauthorized`. */
export function identify(request: IncomingMessage, keys: readonly StoredKey[]): StoredKey {
  const { authorization, 'x-api-key': plain } = request.headers;
  const bearer = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
  const presented = bearer ?? (typeof plain === 'string' ? plain : undefined);
  if (presented === undefined) {
    throw new ShelfcastError('unauthorized', 'Send an API key as `Authorization: Bearer KEY`.');
  }
  const hash = sha256(presented);
  let found: StoredKey | null = null;
  for (const key of keys) if (timingSafeEqual(key.hash, hash)) found = key;
  if (!found) throw new ShelfcastError('unauthorized', 'The API key is not one of this server.');
  return found;
}

/** Throws ShelfcastError `forbidden_scope` for a key without the scope. */
export function refuseOutOfScope({ name, scopes }: StoredKey, needed: Scope): void {
  if (scopes.includes(needed)) return;
  const detail =
    `The key '${name}' has the scope ${scopes.join(' and ')}, and this takes the scope ${needed}; ` +
    `a key that may is made with: shelfcast key --scopes ${needed}`;
  throw new ShelfcastError('forbidden_scope', detail);
}

function storedKey(text: string, name: string): StoredKey {
  const [hash, scopes] = text.split(':');
  return {
    name: name || `key-${hash.slice(0, 8)}`,
    hash: Buffer.from(hash, 'hex'),
    scopes: scopes === undefined ? SCOPES : (scopes.split('+') as Scope[]),
  };
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
