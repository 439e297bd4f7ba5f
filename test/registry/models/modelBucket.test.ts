import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shipped } from '../../../src/common/shipped';
import { bringModels } from '../../../src/registry/models/modelBucket';

/** Files of the bucket `shop`, by their keys; one key a page. */
const files = new Map<string, Buffer>();
const asked: string[] = [];
let server: Server;
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  const model = shipped('onnx/demo-shop');
  for (const name of readdirSync(model))
    files.set(`our models/demo/${name}`, readFileSync(join(model, name)));
  files.set('our models/demo/', Buffer.alloc(0));
  files.set('our models/../manifest.json', Buffer.from('{}'));
  files.set('our models//manifest.json', Buffer.from('{}'));
  files.set('our models/notes.txt', Buffer.from('no model'));
  server = createServer((request, response) => {
    const url = new URL(request.url!, 'http://localhost');
    asked.push(url.pathname);
    if (
      !/^AWS4-HMAC-SHA256 Credential=who\/\d{8}\/eu-west-1\/s3\//.test(request.headers.authorization ?? '')
    ) {
      response.writeHead(403).end('<Error><Code>AccessDenied</Code></Error>');
    } else if (url.pathname === '/shop') {
      const keys = [...files.keys()].filter((key) => key.startsWith(url.searchParams.get('prefix')!));
      const at = Number(url.searchParams.get('continuation-token') ?? 0);
      const next = at + 1 < keys.length ? `<NextContinuationToken>${at + 1}</NextContinuationToken>` : '';
      response.end(`<L>${next}<Contents><Key>${encodeURIComponent(keys[at])}</Key></Contents></L>`);
    } else {
      const content = files.get(decodeURIComponent(url.pathname.slice('/shop/'.length)));
      if (content) response.end(content);
      else response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>');
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  environment = {
    ...{ AWS_ACCESS_KEY_ID: 'who', AWS_SECRET_ACCESS_KEY: 'secret', AWS_REGION: 'eu-west-1' },
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  };
});
afterAll(() => void server.close());

const ADDRESS = 's3://shop/our models';

test('models of a bucket are brought once, and again when they change, never damaged', async () => {
  const home = join(mkdtempSync(join(tmpdir(), 'shelfcast-bucket-')), 'copy');
  const said: string[] = [];
  const bring = () => bringModels(ADDRESS, home, environment, (sentence) => said.push(sentence));
  await bring();
  expect([readdirSync(home), said]).toEqual([['demo'], []]);
  const original = shipped('onnx/demo-shop');
  expect(readdirSync(join(home, 'demo')).sort()).toEqual(readdirSync(original).sort());
  expect(readFileSync(join(home, 'demo/head.onnx')).equals(readFileSync(join(original, 'head.onnx')))).toBe(
    true,
  );

  asked.length = 0;
  await bring();
  expect(asked.filter((path) => path !== '/shop')).toEqual(['/shop/our%20models/demo/manifest.json']);

  const manifest = files.get('our models/demo/manifest.json')!;
  files.set('our models/demo/manifest.json', Buffer.concat([manifest, Buffer.from('\n')]));
  await bring();
  expect(readFileSync(join(home, 'demo/manifest.json')).length).toBe(manifest.length + 1);

  const head = files.get('our models/demo/head.onnx')!;
  files.set('our models/demo/head.onnx', head.subarray(1));
  files.set('our models/demo/manifest.json', manifest);
  await bring();
  expect(said).toEqual([
    expect.stringMatching(/The model demo of .* is not taken: .*head\.onnx of a model was damaged/),
  ]);
  expect(readFileSync(join(home, 'demo/head.onnx')).equals(head)).toBe(true);
  files.set('our models/demo/head.onnx', head);
});

test('a bucket that cannot be read is said, and what was brought before goes on', async () => {
  const home = mkdtempSync(join(tmpdir(), 'shelfcast-bucket-'));
  const said: string[] = [];
  const bring = (changed: NodeJS.ProcessEnv) =>
    bringModels(ADDRESS, home, { ...environment, ...changed }, (sentence) => said.push(sentence));
  await expect(bring({ AWS_ACCESS_KEY_ID: 'other' })).rejects.toMatchObject({
    code: 'not_ready',
    detail: `The models of ${ADDRESS} cannot be read: it answers 403 AccessDenied.`,
  });
  await expect(bring({ AWS_SECRET_ACCESS_KEY: undefined })).rejects.toThrow(
    'AWS_SECRET_ACCESS_KEY are not set',
  );
  cpSync(shipped('onnx/demo-shop'), join(home, 'demo'), { recursive: true });
  writeFileSync(join(home, 'demo/README.md'), 'as it was');
  await bring({ AWS_ACCESS_KEY_ID: 'other' });
  expect(said).toEqual([expect.stringContaining('served as they were here')]);
  expect(existsSync(join(home, 'demo/manifest.json'))).toBe(true);
});

test('a model whose copy was left half placed is there again, though the bucket does not answer', async () => {
  const home = join(mkdtempSync(join(tmpdir(), 'shelfcast-bucket-')), 'copy');
  cpSync(shipped('onnx/demo-shop'), join(home, '.demo.old'), { recursive: true });
  cpSync(shipped('onnx/demo-shop'), join(home, '.demo.new'), { recursive: true });
  const said: string[] = [];
  await bringModels(ADDRESS, home, {}, (sentence) => said.push(sentence));
  expect(readdirSync(home)).toEqual(['demo']);
  expect(said).toEqual([expect.stringContaining('its models are served as they were here')]);
});
