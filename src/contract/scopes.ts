/**
 * What a key may do. read: request forecasts and see data; write: send sales, products and plans; admin: train,
 * activate and stop.
 */
export const SCOPES = ['read', 'write', 'admin'] as const;

export type Scope = (typeof SCOPES)[number];

/** SHA-256 of a key in hex, with its scopes unless it has all: `HASH:read+write`. */
export const KEY_HASH = new RegExp(`^[0-9a-f]{64}(:(${SCOPES.join('|')})(\\+(${SCOPES.join('|')}))*)?$`);
