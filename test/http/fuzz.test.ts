import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020';
import { startTinyService, type TinyService } from '../support/serving';
import { fuzzedRequests, type ApiDocument, type FuzzedRequest } from './support/fuzz';
import { startApp, stopApps, type RunningApp } from './support/startApp';
import { collectGarbage } from '../support/heap';

/** FUZZ_REQUESTS=100000 for the long run. */
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 500);
const SEED = 20260309;
const AT_ONCE = 16;
const MEGABYTE = 1_000_000;

let tiny: TinyService;
let app: RunningApp;
let document: ApiDocument;
const checks = new Map<string, ValidateFunction>();
const ajv = new Ajv2020({ strict: false, validateFormats: false });

beforeAll(async () => {
  tiny = await startTinyService();
  app = await startApp({ logLevel: 'silent' }, { service: tiny.service });
  document = (await (await fetch(`${app.url}/openapi.json`)).json()) as ApiDocument;
  ajv.addSchema(document, 'api');
});
afterAll(async () => {
  await stopApps();
  await tiny.service.close();
});

it(
  `${REQUESTS} fuzzed requests are each answered as the document says`,
  async () => {
    const requests = fuzzedRequests(document, REQUESTS, SEED);
    const statuses = new Map<number, number>();
    const bad: unknown[] = [];
    const unexpected: unknown[] = [];
    let early = 0;
    for (let start = 0; start < requests.length; start += AT_ONCE) {
      await Promise.all(
        requests.slice(start, start + AT_ONCE).map(async (request) => {
          const { status, problem } = await ask(request);
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
          if (problem && bad.length < 10)
            bad.push({ ...request, body: request.body?.slice(0, 500), status, problem });
        }),
      );
      unexpected.push(...app.logged.splice(0).filter((line) => Number(line.level) >= 50));
      if (start >= requests.length / 2 && !early) early = memoryInUse();
    }
    expect(statuses.get(200)).toBeGreaterThan(REQUESTS / 10);
    expect(statuses.get(422)).toBeGreaterThan(REQUESTS / 10);
    const late = memoryInUse();
    if (process.env.FUZZ_REQUESTS) console.info(`${early} bytes halfway, ${late} at the end`, statuses);
    expect({ bad, unexpected }).toEqual({ bad: [], unexpected: [] });
    expect(late - early).toBeLessThan(20 * MEGABYTE);
    expect(tiny.service.engine().processes.restarts).toBe(0);
  },
  600_000 + REQUESTS * 50,
);

/** What is wrong with the answer by the document: null where nothing is. */
async function ask(request: FuzzedRequest): Promise<{ status: number; problem: string | null }> {
  const response = await fetch(app.url + request.path, {
    method: request.method,
    ...(request.body === null
      ? {}
      : { body: request.body, headers: { 'content-type': request.contentType! } }),
  });
  const text = await response.text();
  const { status } = response;
  // A name with a slash is another address.
  if (status === 404 && !request.path.includes('tiny')) return { status, problem: null };
  const type = response.headers.get('content-type')!.split(';')[0];
  // An address longer than Node reads is refused before it is known whose it is.
  if (status === 431 && request.path.length > 8000) return { status, problem: null };
  if (status === 500) return { status, problem: text };
  const documented = document.paths[request.route][request.method].responses[status];
  if (!documented) return { status, problem: `status ${status} is not documented: ${text.slice(0, 200)}` };
  if (!documented.content[type]) return { status, problem: `content type ${type} is not documented` };
  if (type === 'text/plain') return { status, problem: null };
  const check = checkOf(request, status, type);
  const values = type === 'application/x-ndjson' ? text.split('\n').filter(Boolean) : [text];
  for (const value of values) {
    if (!check(JSON.parse(value)))
      return { status, problem: `${ajv.errorsText(check.errors)}: ${value.slice(0, 300)}` };
  }
  return { status, problem: null };
}

function checkOf({ route, method }: FuzzedRequest, status: number, type: string): ValidateFunction {
  const escaped = [route, method, 'responses', String(status), 'content', type, 'schema']
    .map((part) =>
      part.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D'),
    )
    .join('/');
  const key = `api#/paths/${escaped}`;
  if (!checks.has(key)) checks.set(key, ajv.compile({ $ref: key }));
  return checks.get(key)!;
}

function memoryInUse(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
