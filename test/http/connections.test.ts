import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { startBuiltServer } from '../support/builtServer';
import { tinyModels } from '../support/tinyModels';
import { startApp, stopApps, type RunningApp } from './support/startApp';

let app: RunningApp;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await stopApps();
});

async function open(text = ''): Promise<Socket> {
  const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
  socket.on('error', () => {});
  sockets.push(socket);
  await once(socket, 'connect');
  if (text) socket.write(text);
  return socket;
}

const live = async () => (await fetch(`${app.url}/health/live`, { headers: { connection: 'close' } })).status;

it('slow clients do not keep others out', async () => {
  app = await startApp({ maxConnections: 40 });
  const slow = [
    '',
    'GET /info HT',
    'POST /embed HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{',
    'POST /embed HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-ndjson\r\ntransfer-encoding: chunked\r\n\r\n',
  ];
  for (let n = 0; n < 300; n++) await open(slow[n % slow.length]);
  for (let n = 0; n < 20; n++) expect(await live()).toBe(200);
  const metrics = await (await fetch(`${app.url}/metrics`)).text();
  expect(app.connections.count).toBeLessThanOrEqual(40);
  expect(app.connections.closed).toBeGreaterThan(250);
  expect(metrics).not.toMatch(/^# TYPE \S+_total gauge/m);
});

it('300 slow clients do not lock out a server that may have 256 files open', async () => {
  const { encoder, models } = await tinyModels('tiny');
  const server = await startBuiltServer(
    { SHELFCAST_ENCODER: encoder, SHELFCAST_MODELS: models },
    { openFiles: 256 },
  );
  const { port } = new URL(server.url);
  for (let n = 0; n < 300; n++) {
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => {});
    sockets.push(socket);
    await once(socket, 'connect');
    socket.write('POST /embed HTTP/1.1\r\nhost: localhost\r\ncontent-length: 99\r\n\r\n{');
  }
  for (let n = 0; n < 10; n++) {
    const response = await fetch(`${server.url}/embed`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', connection: 'close' },
      body: JSON.stringify({ texts: [`a new text ${n}`] }),
    });
    expect(response.status).toBe(200);
  }
  for (const socket of sockets.splice(0)) socket.destroy();
  expect(await server.stop()).toBe(0);
});

it('a connection whose request is being worked on is kept', async () => {
  app = await startApp({ maxConnections: 32 });
  let release = () => {};
  app.service.hold = () => new Promise<void>((resolve) => (release = resolve));
  const answer = app.post('/embed', { texts: ['a'] });
  while (!app.service.calls.length) await new Promise((resolve) => setTimeout(resolve, 5));
  for (let n = 0; n < 100; n++) await open();
  release();
  expect((await answer).status).toBe(200);
});

it('what is not HTTP is answered, and its connection does not stay half open', async () => {
  app = await startApp();
  const socket = connect({ port: Number(new URL(app.url).port), host: '127.0.0.1', allowHalfOpen: true });
  sockets.push(socket);
  let answer = '';
  socket.on('data', (chunk) => (answer += chunk.toString()));
  socket.write('not http\r\n\r\n');
  await once(socket, 'end');
  expect(answer).toMatch(/^HTTP\/1.1 400 /);
  while (app.connections.count > 0) await new Promise((resolve) => setTimeout(resolve, 10));
});
