import { isIP } from 'node:net';
import type { RequestHandler } from 'express';
import { ShelfcastError } from '../../contract/errors';

/**
 * Refuses requests for other hosts than this one: a page of any name may have that name lead to this machine, and would
 * then call as if it came from here. A server on loopback takes addresses and `localhost`; one that others reach takes
 * every name until some are allowed. Null where nothing is to be refused.
 */
export function hostGuard(listensOn: string, allowed: readonly string[]): RequestHandler | null {
  if (allowed.includes('*') || (!allowed.length && !isLoopback(listensOn))) return null;
  const known = new Set(allowed.map((name) => name.toLowerCase()));
  return (request, _response, next) => {
    const { host } = request.headers;
    if (host === undefined) return next();
    const name = host.toLowerCase().replace(/:\d*$/, '');
    if (isIP(name.replace(/^\[(.*)\]$/, '$1')) || isLocalName(name) || known.has(name) || known.has(host))
      return next();
    throw new ShelfcastError(
      'forbidden_host',
      'Add the name in the Host header to the setting allowed-hosts to be called by it.',
    );
  };
}

/** Whether only this machine reaches a server that listens on the address. */
export function isLoopback(address: string): boolean {
  return isLocalName(address) || address === '::1' || /^127\./.test(address);
}

function isLocalName(name: string): boolean {
  return name === 'localhost' || name.endsWith('.localhost');
}
