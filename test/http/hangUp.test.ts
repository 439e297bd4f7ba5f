import { request } from 'node:http';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { startBuiltServer, type BuiltServer } from '../support/builtServer';
import { tinyModels } from '../support/tinyModels';
import { until } from '../support/until';

/** HANG_UPS=20000 for the long run. */
const HANG_UPS = Number(process.env.HANG_UPS ?? 300);
const CLIENTS = 8;
/** A moment longer than most answers take. */
const LONGEST_MS = 50;
const random = xoroshiro128plus(20260314);

let server: BuiltServer;
beforeAll(async () => {
  const { encoder, models } = await tinyModels('tiny');
  server = await startBuiltServer({ SHELFCAST_ENCODER: encoder, SHELFCAST_MODELS: models });
});
afterAll(() => server.stop());

const WORDS = ['tin', 'robot', 'red', 'blue', 'vintage', 'lamp', 'mug', 'large', 'garden', 'candle'];
/** With a number, so that no text has been embedded before. */
const text = () =>
  [...WORDS.slice(uniformInt(random, 0, WORDS.length - 1)), uniformInt(random, 1, 1e9)].join(' ');
const items = (count: number) =>
  Array.from({ length: count }, () => ({ description: text(), promo_text: text(), price: 5 }));

const BODIES: (() => { path: string; body: unknown; lines?: boolean })[] = [
  () => ({ path: '/embed-and-predict', body: { items: items(2), explain: true } }),
  () => ({ path: '/embed-and-predict', body: { items: items(32), compare: true } }),
  () => ({ path: '/embed-and-predict', body: items(100), lines: true }),
  () => ({ path: '/predict', body: { items: items(4), explain: true } }),
  () => ({ path: '/whatif', body: { item: items(1)[0], variants: [{ price: 3 }, { promo_text: text() }] } }),
  () => ({ path: '/similar', body: { text: text(), k: 5 } }),
  () => ({ path: '/embed', body: { texts: [text(), text()] } }),
];

it(
  `${HANG_UPS} clients that hang up at any moment cost nobody else anything`,
  async () => {
    let left = HANG_UPS;
    const client = async () => {
      while (left-- > 0) await hangUpOnce(server.url);
    };
    await Promise.all(Array.from({ length: CLIENTS }, client));
    await until(async () => (await underway()) === 0);
    const answer = await fetch(`${server.url}/embed-and-predict`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ items: items(2), explain: true }),
    });
    expect(answer.status).toBe(200);
    expect(await server.stop()).toBe(0);
    expect(server.said()).not.toMatch(/"level":(50|60)/);
  },
  600_000 + HANG_UPS * 100,
);

/** Sends a request, some of them not to their end, and closes its connection a moment later. */
function hangUpOnce(origin: string): Promise<void> {
  const { path, body, lines } = BODIES[uniformInt(random, 0, BODIES.length - 1)]();
  const bytes = lines
    ? (body as unknown[]).map((line) => JSON.stringify(line)).join('\n')
    : JSON.stringify(body);
  const sent = uniformFloat64(random) < 0.1 ? bytes.slice(0, bytes.length / 2) : bytes;
  return new Promise((resolve) => {
    const asked = request(`${origin}${path}`, {
      method: 'POST',
      agent: false,
      headers: {
        'content-type': lines ? 'application/x-ndjson' : 'application/json',
        'content-length': bytes.length,
      },
    });
    asked.on('response', (response) => response.resume());
    asked.on('error', () => {});
    asked.on('close', () => resolve());
    asked.write(sent);
    setTimeout(() => asked.destroy(), uniformFloat64(random) * LONGEST_MS);
  });
}

/** Requests that the server still counts as under way, itself left out. */
async function underway(): Promise<number> {
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  return Number(/^shelfcast_requests_underway (\d+)/m.exec(metrics)?.[1]) - 1;
}
