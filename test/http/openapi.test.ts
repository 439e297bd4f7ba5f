import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020';
import { startApp, stopApps, type RunningApp } from './support/startApp';

let app: RunningApp;
beforeAll(async () => void (app = await startApp({ apiKeyHashes: 'a'.repeat(64) })));
afterAll(stopApps);

type Operation = {
  operationId: string;
  responses: Record<string, { content: Record<string, unknown> }>;
  security?: unknown[];
  parameters?: { in: string; name: string; description?: string; schema: object }[];
  requestBody?: { content: Record<string, unknown> };
};

describe('the API document', () => {
  let document: { openapi: string; paths: Record<string, Record<string, Operation>> };
  beforeAll(async () => {
    document = (await (await fetch(`${app.url}/openapi.json`)).json()) as typeof document;
  });

  it('is valid OpenAPI 3.1', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'shelfcast-openapi-')), 'openapi.json');
    writeFileSync(file, JSON.stringify(document));
    const { status, stdout, stderr } = spawnSync('node_modules/.bin/validate-api', [file], {
      encoding: 'utf8',
    });
    expect(`${stdout}${stderr}`).toMatch(/"valid": true/);
    expect(status).toBe(0);
    expect(document.openapi).toBe('3.1.0');
  });

  it('has every route of the app but the pages, and no other', () => {
    const documented = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
    );
    const pages = ['get /openapi.json', 'get /docs', 'get /docs/start.js'].concat(
      ['swagger-ui.css', 'swagger-ui-bundle.js'].map((file) => `get /docs/${file}`),
    );
    expect(app.routes.sort()).toEqual([...documented, ...pages].sort());
  });

  it('has every operation that a message names', () => {
    const named = readdirSync('src', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap(
        (file) =>
          readFileSync(join('src', file), 'utf8').match(/\b(GET|POST|PUT|DELETE) \/[\w/{}$.-]*/g) ?? [],
      )
      .map((operation) => operation.replace(/\$?\{[^}]*\}/g, '{}').replace(/\.$/, ''));
    const documented = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path.replace(/\{\w+\}/g, '{}')}`),
    );
    expect(new Set(named).size).toBeGreaterThan(5);
    expect(documented).toEqual(expect.arrayContaining([...new Set(named)]));
  });

  it('tells which options of the query are for lines only', () => {
    const { parameters } = document.paths['/embed-and-predict'].post;
    const options = parameters!.filter((parameter) => parameter.in === 'query');
    expect(options.map(({ name }) => name)).toEqual([
      'model',
      'compare',
      'explain',
      'return_embeddings',
      'horizon',
    ]);
    for (const { description, schema } of options) {
      expect(description).toMatch(/^Only with application\/x-ndjson/);
      // Generated clients send defaults with every request, with a JSON body too.
      expect(schema).not.toHaveProperty('default');
    }
  });

  it('says of an item that it brings history or lags, not both', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false }).addSchema(document, 'api');
    for (const name of ['Item', 'OrderItem']) {
      const check = ajv.getSchema(`api#/components/schemas/${name}`)!;
      const item = { description: 'red mug', lead_weeks: 1, lags: [1] };
      const { lead_weeks, ...plain } = item;
      const sent = name === 'Item' ? plain : item;
      expect([lead_weeks, check(sent), check({ ...sent, history: [] })]).toEqual([1, true, false]);
    }
  });

  it('names each operation once, and every error it answers', () => {
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    const forecast = document.paths['/embed-and-predict'].post;
    expect(Object.keys(forecast.responses)).toEqual(
      ['200', '400', '401', '403', '404', '408', '413', '415', '422', '429', '500', '503', '504'].map(String),
    );
    expect(Object.keys(forecast.requestBody!.content)).toEqual(['application/json', 'application/x-ndjson']);
    expect(Object.keys(forecast.responses['422'].content)).toEqual(['application/problem+json']);
    expect(forecast.security).toEqual([{ key: ['read'] }]);
    expect(document.paths['/health/live'].get.security).toBeUndefined();
  });
});
