import { isIP } from 'node:net';
import type { RequestHandler } from 'express';
import { ShelfcastError } from '../../contract/errors';

/**
 * Refuses requests for other host names, against DNS rebinding: any site can point its own name to this machine, and
 * would then call as if from the same origin. On loopback, IP addresses and `localhost` are accepted; otherwise every
 * name, until some are configured. Null if nothing is to be refused.
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

/** Whether a server that listens on this address can only be reached from this machine. */
export function isLoopback(address: string): boolean {
  return isLocalName(address) || address === '::1' || /^127\./.test(address);
}

function isLocalName(name: string): boolean {
  return name === 'localhost' || name.endsWith('.localhost');
}
