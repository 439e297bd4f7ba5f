import { startTinyService, type TinyService } from '../../support/serving';
import { malformedRequests, VALID, type MalformedRequest } from '../support/malformed';
import { startApp, stopApps, type RunningApp } from '../support/startApp';

const REQUESTS = 1000;
const SEED = 20260302;
const AT_ONCE = 16;

let tiny: TinyService;
let app: RunningApp;
beforeAll(async () => {
  tiny = await startTinyService();
  app = await startApp({}, { service: tiny.service });
});
afterAll(async () => {
  await stopApps();
  await tiny.service.close();
});

it('every body that the malformed ones are made from is valid', async () => {
  for (const [path, body] of Object.entries(VALID)) {
    const response = await app.post(path, body);
    expect([path, response.status, response.ok ? '' : await response.text()]).toEqual([path, 200, '']);
  }
});

it(`${REQUESTS} malformed requests are each refused with a path or a reason`, async () => {
  const requests = malformedRequests(REQUESTS, SEED);
  const bad: unknown[] = [];
  const faults = new Map<string, number>();
  for (let start = 0; start < requests.length; start += AT_ONCE) {
    await Promise.all(
      requests.slice(start, start + AT_ONCE).map(async (request) => {
        faults.set(request.fault, (faults.get(request.fault) ?? 0) + 1);
        const { status, text } = await send(request);
        if (status >= 400 && status < 500 && reasonIn(text)) return;
        bad.push({
          ...request,
          body: request.body?.toString('latin1').slice(0, 300),
          status,
          text: text.slice(0, 300),
        });
      }),
    );
  }
  expect(bad).toEqual([]);
  expect(faults.size).toBe(17);
  expect((await app.post('/embed-and-predict', VALID['/embed-and-predict'])).status).toBe(200);
  expect(app.logged.filter((line) => Number(line.level) >= 50)).toEqual([]);
});

async function send({
  method,
  path,
  contentType,
  body,
}: MalformedRequest): Promise<{ status: number; text: string }> {
  const response = await fetch(app.url + path, {
    method,
    ...(body ? { body: new Uint8Array(body) } : {}),
    headers: contentType ? { 'content-type': contentType } : {},
  });
  return { status: response.status, text: await response.text() };
}

/** What the answer says about what is wrong, in whichever shape the interface has. */
function reasonIn(text: string): string | undefined {
  const answer = JSON.parse(text);
  return answer.errors?.[0]?.path || answer.detail || answer.error?.message || answer.error;
}
