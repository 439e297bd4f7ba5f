import { SCOPES, type Scope } from '../../../src/contract/scopes';
import { makeKey } from '../../../src/http/guards/apiKeys';
import { startApp, stopApps, type RunningApp } from '../support/startApp';

/** Every route that takes more than a key that may read. */
const BEYOND_READING: Record<string, Scope> = {
  'post /ingest': 'write',
  'put /launches': 'write',
  'put /scenarios': 'write',
  'delete /scenarios/{name}': 'write',
  'post /sales': 'write',
  'put /sales/weeks': 'write',
  'post /sales/complete': 'write',
  'put /products': 'write',
  'delete /products/{sku}': 'write',
  'post /models/{name}/activate': 'admin',
  'post /models/{name}/reload': 'admin',
  'delete /models/{name}': 'admin',
  'post /train': 'admin',
  'delete /jobs/{id}': 'admin',
};

const keys = Object.fromEntries(SCOPES.map((scope) => [scope, makeKey()])) as Record<
  Scope,
  ReturnType<typeof makeKey>
>;
const everything = makeKey();
const hashes = [...SCOPES.map((scope) => `${keys[scope].hash}:${scope}`), everything.hash].join(',');

interface Route {
  method: string;
  path: string;
  /** Null for a route that takes no key. */
  scope: Scope | null;
}

let app: RunningApp;
let routes: Route[];
beforeAll(async () => {
  app = await startApp({ apiKeyHashes: hashes });
  const { paths } = (await (await fetch(`${app.url}/openapi.json`)).json()) as {
    paths: Record<string, Record<string, { security?: { key: Scope[] }[] }>>;
  };
  routes = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { security }]) => ({
      method,
      path,
      scope: security?.[0].key[0] ?? null,
    })),
  );
});
afterAll(stopApps);

async function answerTo({ method, path }: Route, key: string | null) {
  const response = await fetch(app.url + path.replace(/\{\w+\}/g, 'none'), {
    method: method.toUpperCase(),
    headers: key === null ? {} : { authorization: `Bearer ${key}` },
  });
  const text = await response.text();
  return { status: response.status, text };
}

describe('every route of /openapi.json', () => {
  it('is refused to a key that lacks its scope, and to no other', async () => {
    const wrong: string[] = [];
    for (const route of routes) {
      const name = `${route.method} ${route.path}`;
      const asked = [
        ...SCOPES.map((scope) => [scope, keys[scope].key] as const),
        ['all', everything.key] as const,
      ];
      for (const [scope, key] of asked) {
        const { status, text } = await answerTo(route, key);
        const refused = status === 403 && text.includes('scope');
        const may = route.scope === null || scope === 'all' || scope === route.scope;
        if (refused === may) wrong.push(`${name} with ${scope}: ${status}`);
      }
      const { status } = await answerTo(route, null);
      if ((status === 401) !== (route.scope !== null)) wrong.push(`${name} without a key: ${status}`);
    }
    expect(wrong).toEqual([]);
  });

  it('wants the scope that is written down here', () => {
    const beyond = routes.filter(({ scope }) => scope !== null && scope !== 'read');
    expect(Object.fromEntries(beyond.map(({ method, path, scope }) => [`${method} ${path}`, scope]))).toEqual(
      BEYOND_READING,
    );
    expect(routes.filter(({ scope }) => scope === null).map(({ path }) => path)).toEqual([
      '/health/live',
      '/health/ready',
      '/v2/health/live',
      '/v2/health/ready',
    ]);
  });
});

describe('a key without scopes in its line', () => {
  it('may do everything, as before there were any', async () => {
    for (const path of Object.keys(BEYOND_READING)) {
      const [method, route] = path.split(' ');
      const { status } = await answerTo({ method, path: route, scope: null }, everything.key);
      expect([401, 403]).not.toContain(status);
    }
  });
});

it('says which scope is missing, and how to make a key that has it', async () => {
  const response = await fetch(`${app.url}/models/demo-shop/activate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${keys.write.key}` },
  });
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({
    code: 'forbidden_scope',
    detail: expect.stringMatching(
      /has the scope write, .* takes the scope admin.*shelfcast key --scopes admin/,
    ),
  });
});

it('stops the start where a scope is none', async () => {
  await expect(startApp({ apiKeyHashes: `${everything.hash}:everything` })).rejects.toThrow(
    /HASH:read\+write/,
  );
});
