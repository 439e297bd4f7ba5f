import { readFileSync } from 'node:fs';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** How often connections are checked for traffic. */
const LOOK_MS = 5_000;
/** Descriptors needed for files, databases and inference processes. */
const OTHER_DESCRIPTORS = 96;
const FEWEST = 32;

interface Connection {
  socket: Socket;
  /** The request in progress. */
  request: IncomingMessage | null;
  bytes: number;
  /** When bytes were last seen to move. */
  movedAt: number;
}

/**
 * Limits the server's connections to `most`. When another one comes, the connection that has waited longest for its
 * client is closed, so that idle and slow clients do not keep others out. A connection whose request is being processed
 * is kept.
 */
export class Connections {
  private readonly open = new Map<Socket, Connection>();
  private closedForOthers = 0;

  constructor(server: Server, most: number) {
    const limit = Math.max(FEWEST, Math.min(most, descriptors() - OTHER_DESCRIPTORS));
    server.on('connection', (socket: Socket) => {
      socket.on('error', () => socket.destroy());
      if (this.open.size >= limit && !this.makeRoom()) {
        this.closedForOthers++;
        socket.destroy();
        return;
      }
      this.open.set(socket, { socket, request: null, bytes: 0, movedAt: performance.now() });
      socket.once('close', () => this.open.delete(socket));
    });
    server.on('request', (request: IncomingMessage, response: ServerResponse) =>
      this.follow(request, response),
    );
    const timer = setInterval(() => this.look(), LOOK_MS).unref();
    server.once('close', () => clearInterval(timer));
  }

  get count(): number {
    return this.open.size;
  }

  /** Connections closed so far to make room for others. */
  get closed(): number {
    return this.closedForOthers;
  }

  private follow(request: IncomingMessage, response: ServerResponse): void {
    const connection = this.open.get(request.socket);
    if (!connection) return;
    connection.request = request;
    response.once('close', () => {
      if (connection.request === request) connection.request = null;
      connection.movedAt = performance.now();
    });
  }

  private look(): void {
    const now = performance.now();
    for (const connection of this.open.values()) {
      const bytes = connection.socket.bytesRead + connection.socket.bytesWritten;
      if (bytes !== connection.bytes) connection.movedAt = now;
      connection.bytes = bytes;
    }
  }

  private makeRoom(): boolean {
    let longest: Connection | null = null;
    for (const connection of this.open.values()) {
      const isWorkedOn = connection.request?.complete === true;
      if (!isWorkedOn && connection.movedAt < (longest?.movedAt ?? Infinity)) longest = connection;
    }
    if (!longest) return false;
    this.closedForOthers++;
    this.open.delete(longest.socket);
    longest.socket.destroy();
    return true;
  }
}

/** Files and sockets that this process may have open. */
function descriptors(): number {
  try {
    const soft = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
    return soft === undefined ? Infinity : Number(soft);
  } catch {
    return Infinity;
  }
}
