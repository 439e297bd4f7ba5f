import { connect, type Socket } from 'node:net';

const BEGINNINGS = [
  '',
  'GET /info HT',
  'POST /embed HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{',
  'POST /embed HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-ndjson\r\ntransfer-encoding: chunked\r\n\r\n',
];
const AGAIN_MS = 1_000;

/** `count` connections that say little and then nothing; each comes again when the server has closed it. */
export function slowClients(url: string, count: number): { close(): void } {
  const { port, hostname } = new URL(url);
  const sockets = new Set<Socket>();
  let closed = false;
  const open = (n: number) => {
    if (closed) return;
    const socket = connect(Number(port), hostname);
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', () => {});
    socket.on('close', () => {
      sockets.delete(socket);
      setTimeout(() => open(n), AGAIN_MS).unref();
    });
    socket.write(BEGINNINGS[n % BEGINNINGS.length]);
  };
  for (let n = 0; n < count; n++) open(n);
  return {
    close: () => {
      closed = true;
      for (const socket of sockets) socket.destroy();
    },
  };
}
