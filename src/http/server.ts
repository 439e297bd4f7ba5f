import { createServer, IncomingMessage, ServerResponse, type Server } from 'node:http';
import { Server as NetServer, type AddressInfo, type Socket } from 'node:net';
import type { Express } from 'express';
import { ShelfcastError } from '../contract/errors';
import { Connections } from './connections';
import type { Lifecycle } from './lifecycle';

const HEADERS_TIMEOUT_MS = 20_000;
const CHECK_MS = 5_000;
/** Time for the client of an unreadable request to read the reason. */
const LAST_WORD_MS = 1_000;
/** Longer than proxies keep idle connections, so that the proxies close them. */
const KEEP_ALIVE_MS = 75_000;
/** A connection without traffic for this long is closed: a stalled reader or writer. */
const STALLED_MS = 660_000;

export interface HttpServer {
  url: string;
  connections: Connections;
  /** From now on another app answers. */
  answerBy(app: Express): void;
  /** Answers what was accepted, for at most `milliseconds`, then closes. False if something had to be aborted. */
  stop(milliseconds: number): Promise<boolean>;
}

/** Rejects with a ShelfcastError that says what to do if the address cannot be listened on. */
export async function listen(
  app: Express,
  lifecycle: Lifecycle,
  { host, port, maxConnections }: { host: string; port: number; maxConnections: number },
  onError: (error: Error) => void = () => {},
): Promise<HttpServer> {
  // A stream's body lasts as long as its work; bodies that are read completely have a time limit of their own.
  const { adopt, ...classes } = messageClasses();
  const options = {
    requestTimeout: 0,
    headersTimeout: HEADERS_TIMEOUT_MS,
    connectionsCheckingInterval: CHECK_MS,
    ...classes,
  };
  let answering = adopt(app);
  const server = createServer(options, (request, response) => answering(request, response));
  const connections = new Connections(server, maxConnections);
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.setTimeout(STALLED_MS);
  server.on('clientError', answerUnreadable);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(asListenError(error, host, port)));
    server.listen(port, host, resolve);
  });
  // A connection that could not be accepted, for lack of descriptors, does not affect the others.
  server.on('error', onError);
  const address = server.address() as AddressInfo;
  const shownHost = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    connections,
    url: `http://${shownHost}:${address.port}`,
    answerBy: (next) => void (answering = adopt(next)),
    stop: (milliseconds) => stop(server, lifecycle, milliseconds),
  };
}

/**
 * Classes of requests and responses with the prototypes that Express sets on each. Setting them afterwards invalidates
 * V8's hidden class of every such object, which costs more than everything else that Express does.
 */
function messageClasses() {
  class Request extends IncomingMessage {}
  class Response extends ServerResponse {}
  const adopt = (app: Express): Express => {
    Object.setPrototypeOf(Request.prototype, app.request);
    Object.setPrototypeOf(Response.prototype, app.response);
    return Object.assign(app, { request: Request.prototype, response: Response.prototype });
  };
  return { IncomingMessage: Request, ServerResponse: Response, adopt };
}

async function stop(server: Server, lifecycle: Lifecycle, milliseconds: number): Promise<boolean> {
  const allAnswered = await lifecycle.drain(milliseconds);
  // Closing the listener resets connections that wait to be accepted: it stays open until they are served.
  await lifecycle.quiet();
  // The HTTP server's own close would cut off connections whose request is not read yet.
  const closed = new Promise<void>((resolve) => NetServer.prototype.close.call(server, () => resolve()));
  await lifecycle.quiet();
  server.closeIdleConnections();
  const cutOff = setTimeout(() => server.closeAllConnections(), 500);
  await closed;
  clearTimeout(cutOff);
  return allAnswered;
}

/** Anything that is not HTTP never reaches the app; it is answered here in the same format. */
function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  socket.on('error', () => socket.destroy());
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const [status, title] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? [431, 'Request Header Fields Too Large']
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? [408, 'Request Timeout']
        : [400, 'Bad Request'];
  const body = JSON.stringify({
    type: 'about:blank',
    title,
    status,
    detail: 'The request is not readable as HTTP.',
  });
  socket.end(
    `HTTP/1.1 ${status} ${title}\r\ncontent-type: application/problem+json\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
  setTimeout(() => socket.destroy(), LAST_WORD_MS).unref();
}

function asListenError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const why: Record<string, string> = {
    EADDRINUSE: `Port ${port} on ${host} is in use; choose another with --port.`,
    EACCES: `Port ${port} needs more rights; choose one above 1023 with --port.`,
    EADDRNOTAVAIL: `This machine has no address ${host}; choose another with --host.`,
    ENOTFOUND: `There is no host ${host}; choose another with --host.`,
  };
  const sentence = why[error.code ?? ''];
  return sentence ? new ShelfcastError('not_ready', sentence, { cause: error }) : error;
}
