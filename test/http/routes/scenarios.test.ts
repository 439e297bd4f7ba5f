import { MAX_SCENARIOS } from '../../../src/contract/limits';
import type { ScenariosResponse } from '../../../src/contract/scenarios';
import { startApp, stopApps, type RunningApp } from '../support/startApp';

const PLAN = { name: 'Spring, cheaper / 2 for 1', address: 'whatif?description=Striped+mug&price=8.95' };

let app: RunningApp;
beforeEach(async () => {
  app = await startApp();
});
afterEach(stopApps);

async function asked(method: string, path: string, body?: unknown) {
  const response = await fetch(app.url + path, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  return {
    status: response.status,
    body: (await response.json()) as ScenariosResponse & { errors?: unknown },
  };
}
const nameOf = (name: string) => `/scenarios/${encodeURIComponent(name)}`;

test('a scenario is kept, takes the place of one of its name, and is deleted', async () => {
  expect((await asked('GET', '/scenarios')).body).toEqual({ scenarios: [] });
  await asked('PUT', '/scenarios', PLAN);
  const dearer = { ...PLAN, address: 'whatif?description=Striped+mug&price=9.95' };
  expect((await asked('PUT', '/scenarios', dearer)).body.scenarios).toEqual([
    { ...dearer, saved: expect.stringMatching(/^\d{4}-.*Z$/) as string },
  ]);
  expect((await asked('DELETE', nameOf(PLAN.name))).body).toEqual({ scenarios: [] });
  expect(await asked('DELETE', nameOf(PLAN.name))).toMatchObject({ status: 404 });
});

test.each([
  [{ ...PLAN, name: ' ' }, 'name'],
  [{ ...PLAN, name: 'x'.repeat(121) }, 'name'],
  // An address with either names the folder above: nobody could delete it.
  [{ ...PLAN, name: '.' }, 'name'],
  [{ ...PLAN, name: '..' }, 'name'],
  [{ ...PLAN, address: 'https://example.com/whatif?a=b' }, 'address'],
  [{ ...PLAN, address: 'javascript:alert(1)' }, 'address'],
  [{ ...PLAN, address: `new?description=${'x'.repeat(70_000)}` }, 'address'],
  [{ ...PLAN, colour: 'red' }, 'colour'],
])('%j is refused by its field', async (body, path) => {
  expect(await asked('PUT', '/scenarios', body)).toMatchObject({
    status: 422,
    body: { errors: [{ path }] },
  });
});

test('as many are kept as may be, and one of these can still be changed', async () => {
  for (let start = 0; start < MAX_SCENARIOS; start += 100) {
    await Promise.all(
      Array.from({ length: 100 }, (_, at) =>
        asked('PUT', '/scenarios', { ...PLAN, name: `plan ${start + at}` }),
      ),
    );
  }
  expect((await asked('GET', '/scenarios')).body.scenarios).toHaveLength(MAX_SCENARIOS);
  expect(await asked('PUT', '/scenarios', PLAN)).toMatchObject({
    status: 422,
    body: { errors: [{ path: 'name' }] },
  });
  expect(await asked('PUT', '/scenarios', { ...PLAN, name: 'plan 7' })).toMatchObject({ status: 200 });
});

test('a scenario of a known product goes with it', async () => {
  await fetch(`${app.url}/products`, {
    method: 'PUT',
    body: JSON.stringify({ products: [{ sku: 'MUG-1', description: 'Striped mug' }] }),
    headers: { 'content-type': 'application/json' },
  });
  await asked('PUT', '/scenarios', { name: 'of it', address: 'new?sku=MUG-1&description=Striped+mug' });
  await asked('PUT', '/scenarios', PLAN);
  await asked('DELETE', '/products/MUG-1');
  expect((await asked('GET', '/scenarios')).body.scenarios.map(({ name }) => name)).toEqual([PLAN.name]);
});
