/**
 * What the checking of hostile bodies of 8 MB costs: `npx tsx scripts/attack/bodies.ts`. Each is read and checked three
 * times as a request's body is; printed are the median's processor time and the memory that came to it at most.
 */
import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { DEFAULTS } from '../../src/contract/settings';
import { parseJson } from '../../src/http/exchange/body';
import { checkedBody, type Endpoint } from '../../src/http/exchange/endpoint';
import { shownError } from '../../src/http/exchange/problem';
import { decisionEndpoints } from '../../src/http/routes/decisions';
import { embeddingEndpoints } from '../../src/http/routes/embedding';
import { forecastingEndpoints } from '../../src/http/routes/forecasting';
import { inferenceProtocolEndpoints } from '../../src/http/routes/inferenceProtocol';
import { openaiEndpoints } from '../../src/http/routes/openai';
import { jobEndpoints } from '../../src/http/routes/jobs';
import { monitoringEndpoints } from '../../src/http/routes/monitoring';
import { productEndpoints } from '../../src/http/routes/products';
import { salesEndpoints } from '../../src/http/routes/sales';
import { fullLists, hostileBodies } from './hostileBodies';

const ROUNDS = 3;
const MEGABYTE = 1_000_000;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

// Checking needs no service.
const none = null as never;
const endpoints = [
  ...forecastingEndpoints(none),
  ...decisionEndpoints(none),
  ...embeddingEndpoints(none),
  ...openaiEndpoints(none),
  ...inferenceProtocolEndpoints(none, none, none, ''),
  ...salesEndpoints({} as never),
  ...productEndpoints({} as never),
  ...monitoringEndpoints({} as never),
  ...jobEndpoints({} as never, none),
];
const bodies = [
  ...hostileBodies(DEFAULTS.bodyLimit),
  ...endpoints.flatMap(({ method, path, countLimits = [] }) =>
    countLimits.flatMap(({ field, most }) => fullLists({ method, path, field, most }, DEFAULTS.bodyLimit)),
  ),
];

console.log('| body | MB | answer | processor ms | MB kept |\n| --- | --: | --- | --: | --: |');
for (const { name, method = 'post', path, body } of bodies) {
  const address = path.replace('demo-shop', '{name}');
  const endpoint = endpoints.find((each) => each.path === address && each.method === method)!;
  const bytes = Buffer.from(body);
  const rounds = Array.from({ length: ROUNDS }, () => measured(endpoint, bytes));
  const { answer, milliseconds, memory } = rounds.sort((a, b) => a.milliseconds - b.milliseconds)[
    ROUNDS >> 1
  ];
  const cells = [
    name,
    (bytes.length / MEGABYTE).toFixed(1),
    answer,
    milliseconds.toFixed(0),
    memory.toFixed(0),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}

function measured(endpoint: Endpoint, bytes: Buffer) {
  collectGarbage();
  const before = memoryInUse();
  const start = performance.now();
  const cpu = process.cpuUsage();
  let kept: unknown;
  let answer = 'taken';
  try {
    kept = checkedBody(endpoint, parseJson(bytes));
  } catch (error) {
    const { status, options } = shownError(error);
    answer = `${status}, ${options.issues?.length ?? 0} issues`;
    kept = error;
  }
  const { user, system } = process.cpuUsage(cpu);
  const memory = (memoryInUse() - before) / MEGABYTE;
  return { answer, milliseconds: (user + system) / 1000, wall: performance.now() - start, memory, kept };
}

function memoryInUse(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
