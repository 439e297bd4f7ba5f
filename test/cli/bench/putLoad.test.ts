import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { putLoad } from '../../../src/cli/bench/putLoad';

const servers: Server[] = [];
afterAll(() => servers.forEach((server) => server.close()));

async function serverThatAnswers(status: number): Promise<string> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(status).end());
  });
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const load = (url: string, requests: number) =>
  putLoad({ url, path: '/', bodies: ['{}'], items: 3, clients: 1, seconds: 60, rate: 0, requests });

test('loads at the same time have each their own figures', async () => {
  const [good, bad] = [await serverThatAnswers(200), await serverThatAnswers(500)];
  const [five, nine] = await Promise.all([load(good, 5), load(bad, 9)]);
  expect(five).toMatchObject({ requests: 5, items: 15, failed: 0 });
  expect(nine).toMatchObject({ requests: 0, items: 0, failed: 9 });
  expect(await load(good, 2)).toMatchObject({ requests: 2, failed: 0 });
});
