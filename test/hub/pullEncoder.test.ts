import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  mkdirSync,
  cpSync,
} from 'node:fs';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEncoderDirectory } from '../../src/engine/encoderDirectory';
import { hubSettings } from '../../src/hub/hubSettings';
import { pullEncoder, type PullOptions } from '../../src/hub/pullEncoder';
import { COMMIT, cutAfter, type Fault, HubStandIn, refuse } from '../support/hubStandIn';

const BERT = join(__dirname, '../fixtures/encoders/tiny-bert');
const ONNX = readFileSync(join(BERT, 'onnx/model.onnx'));
const ID = 'makers/tiny-bert';
const TOKEN = 'hf_verysecret';

let to: string;
let hub: HubStandIn;
beforeEach(async () => {
  to = mkdtempSync(join(tmpdir(), 'shelfcast-pull-'));
  hub = await HubStandIn.start(ID, BERT);
});
afterEach(async () => {
  await hub.close();
  rmSync(to, { recursive: true });
});

/** Where the encoder goes, and where it comes together. */
const target = () => join(to, ID);
const staging = () => `${target()}.part`;

function pull(options: Partial<PullOptions> = {}, env: Record<string, string> = {}, id = ID) {
  const settings = hubSettings({ HF_ENDPOINT: hub.endpoint, ...env });
  return pullEncoder(id, { to, hub: settings, firstRetryMs: 1, ...options });
}

/** The error's message, which must be one line and tell no secret. */
async function failure(pulling: Promise<unknown>): Promise<string> {
  const error = await pulling.then(
    () => new Error('it did not fail'),
    (each: Error) => each,
  );
  expect(error.message).not.toMatch(/\n|verysecret|signature/);
  return error.message;
}

/** Does something to requests for a path's bytes, the first `times` of them. */
function fault(path: string, act: (...args: Parameters<Fault>) => void, times = 1): Fault {
  return (asked, response, headers) => {
    if (!asked.endsWith(path) || (path.endsWith('.onnx') && !asked.startsWith('/storage')) || times-- <= 0)
      return false;
    act(asked, response, headers);
    return true;
  };
}

describe('brings an encoder', () => {
  test('complete, recorded, and nothing beside it', async () => {
    const progress: [number, number][] = [];
    const pulled = await pull({ onProgress: ({ received, total }) => progress.push([received, total]) });
    expect(pulled.encoder).toMatchObject({
      name: ID,
      directory: target(),
      dtype: 'fp32',
      pooling: 'mean',
      dimension: 16,
    });
    expect(pulled.fetched).toContain('onnx/model.onnx');
    expect(pulled.fetched).not.toContain('golden.json');
    expect(readFileSync(join(target(), 'onnx/model.onnx')).equals(ONNX)).toBe(true);
    expect(readdirSync(join(to, 'makers'))).toEqual(['tiny-bert']);
    expect(progress.at(-1)![0]).toBe(progress.at(-1)![1]);
    const record = JSON.parse(readFileSync(join(target(), 'shelfcast-encoder.json'), 'utf8')) as object;
    expect(record).toMatchObject({ name: ID, revision: COMMIT, settings: {} });
    expect((await readEncoderDirectory(target())).hash).toBe(pulled.encoder.hash);
  });

  test('of a revision, into a directory of its own, as transformers.js keeps it', async () => {
    const pulled = await pull({ revision: 'v1' });
    expect(pulled.encoder.directory).toBe(join(target(), 'v1'));
    expect(hub.asked.some(({ path }) => path.includes(`/resolve/${COMMIT}/`))).toBe(true);
  });

  test('once: what is there and right is not fetched again', async () => {
    await pull();
    const before = hub.asked.length;
    writeFileSync(join(target(), 'config.json'), '{"changed": true}');
    const again = await pull();
    expect(again.fetched).toEqual(['config.json']);
    expect(hub.asked.length).toBe(before + 2);
    expect(existsSync(staging())).toBe(false);
  });

  test('in a further precision beside the first', async () => {
    await pull();
    hub.set('onnx/model_fp16.onnx', ONNX);
    const pulled = await pull({ dtype: 'fp16' });
    expect(pulled.fetched).toEqual(['onnx/model_fp16.onnx']);
    expect(readdirSync(join(target(), 'onnx')).sort()).toEqual(['model.onnx', 'model_fp16.onnx']);
  });

  test('with settings that are kept', async () => {
    await pull({ pooling: 'cls', prefix: 'query: ' });
    expect(await readEncoderDirectory(target())).toMatchObject({ pooling: 'cls', prefix: 'query: ' });
    await pull({ prefix: '' });
    expect(await readEncoderDirectory(target())).toMatchObject({ pooling: 'cls', prefix: '' });
  });

  test('from a local directory', async () => {
    const pulled = await pull({}, { HF_ENDPOINT: 'http://127.0.0.1:1' }, BERT);
    expect(pulled.encoder).toMatchObject({ name: 'tiny-bert', directory: join(to, 'tiny-bert') });
    expect(hub.asked).toEqual([]);
  });

  test('with the token for the hub alone, not for the host that it redirects to', async () => {
    await pull({}, { HF_TOKEN: TOKEN });
    const sent = (host: string) =>
      new Set(hub.asked.filter((each) => each.host === host).map(({ headers }) => headers.authorization));
    expect([...sent('hub')]).toEqual([`Bearer ${TOKEN}`]);
    expect([...sent('storage')]).toEqual([undefined]);
  });

  test('when the hub tells checksums in its headers alone', async () => {
    hub.fault = (path, response) => {
      if (!path.startsWith('/api/')) return false;
      const names = [
        'config.json',
        'tokenizer.json',
        'modules.json',
        '1_Pooling/config.json',
        'onnx/model.onnx',
      ];
      response.end(JSON.stringify({ sha: COMMIT, siblings: names.map((rfilename) => ({ rfilename })) }));
      return true;
    };
    expect((await pull()).encoder.dimension).toBe(16);
    const byHeader = fault('config.json', (_path, response) => {
      response.writeHead(200, { etag: '"0000000000000000000000000000000000000000"' });
      response.end('{}');
    });
    const list = hub.fault;
    hub.fault = (...args) => byHeader(...args) || list(...args);
    rmSync(target(), { recursive: true });
    expect(await failure(pull())).toMatch(/config\.json of .* arrived with checksum \w+, not 0{40}/);
  });
});

describe('a broken download', () => {
  const half = ONNX.length >> 1;

  test('goes on where it broke, in the same call', async () => {
    hub.fault = fault('.onnx', (_path, response) => cutAfter(response, ONNX, half));
    await pull();
    expect(hub.fetches('.onnx').map(({ headers }) => headers.range)).toEqual([undefined, `bytes=${half}-`]);
    expect(readFileSync(join(target(), 'onnx/model.onnx')).equals(ONNX)).toBe(true);
  });

  test('goes on as often as it gets further', async () => {
    const cutEach = (_path: string, response: ServerResponse, headers: IncomingHttpHeaders) => {
      const start = Number(/^bytes=(\d+)-/.exec(headers.range ?? '')?.[1] ?? 0);
      const range = { 'content-range': `bytes ${start}-${ONNX.length - 1}/${ONNX.length}` };
      response.writeHead(start > 0 ? 206 : 200, start > 0 ? range : {});
      response.write(ONNX.subarray(start, start + 10_000), () => setTimeout(() => response.destroy(), 20));
    };
    hub.fault = fault('.onnx', cutEach, 8);
    await pull();
    expect(hub.fetches('.onnx')).toHaveLength(9);
  });

  test('leaves a .part, from which the next call goes on', async () => {
    const cut = fault('.onnx', (_path, response) => cutAfter(response, ONNX, half));
    hub.fault = (...args) =>
      cut(...args) || fault('.onnx', (_path, response) => refuse(response, 503), 1)(...args);
    expect(await failure(pull())).toMatch(
      /answered 503 for onnx\/model\.onnx of 'makers\/tiny-bert'; try again later \(tried 5 times\)/,
    );
    expect(existsSync(target())).toBe(false);
    expect(readdirSync(join(staging(), 'onnx'))).toEqual(['model.onnx.part']);

    hub.fault = () => false;
    hub.asked.length = 0;
    expect((await pull()).fetched).toEqual(['onnx/model.onnx']);
    expect(hub.fetches('.onnx').map(({ headers }) => headers.range)).toEqual([`bytes=${half}-`]);
    expect(existsSync(staging())).toBe(false);
  });

  test('begins anew where the server does not give ranges', async () => {
    const cut = fault('.onnx', (_path, response) => cutAfter(response, ONNX, half));
    const whole = fault('.onnx', (_path, response) => response.end(ONNX));
    hub.fault = (...args) => cut(...args) || whole(...args);
    await pull();
    expect(readFileSync(join(target(), 'onnx/model.onnx')).equals(ONNX)).toBe(true);
  });

  test('begins anew where what was left is not the beginning of the file', async () => {
    mkdirSync(join(staging(), 'onnx'), { recursive: true });
    writeFileSync(join(staging(), 'onnx/model.onnx.part'), 'something else');
    await pull();
    expect(readFileSync(join(target(), 'onnx/model.onnx')).equals(ONNX)).toBe(true);
    expect(hub.fetches('.onnx').map(({ headers }) => headers.range)).toEqual(['bytes=14-', undefined]);
  });

  test('is not joined by a second process', async () => {
    mkdirSync(staging(), { recursive: true });
    writeFileSync(join(staging(), 'pull.lock'), String(process.ppid));
    expect(await failure(pull())).toMatch(
      new RegExp(`^process ${process.ppid} is bringing the same encoder; wait for it`),
    );
    writeFileSync(join(staging(), 'pull.lock'), '99999999');
    expect((await pull()).encoder.name).toBe(ID);
    expect(readdirSync(target())).not.toContain('pull.lock');
  });

  test('with wrong bytes is thrown away', async () => {
    const wrong = Buffer.from(ONNX);
    wrong[1000] ^= 1;
    hub.fault = fault('.onnx', (_path, response) => response.end(wrong), 10);
    expect(await failure(pull())).toMatch(
      /^onnx\/model\.onnx of 'makers\/tiny-bert' arrived with checksum \w{64}, not \w{64}; it was thrown away: try again$/,
    );
    expect(existsSync(target())).toBe(false);
    expect(readdirSync(join(staging(), 'onnx'))).toEqual([]);
  });
});

describe('what the hub answers', () => {
  const info = '/revision/main';

  test('503 for a while is waited out', async () => {
    hub.fault = fault(
      info,
      (_path, response) => {
        response.writeHead(503, { 'retry-after': '0' });
        response.end();
      },
      3,
    );
    expect((await pull()).encoder.name).toBe(ID);
  });

  test.each<[string, number, string | undefined, Record<string, string>, RegExp]>([
    [
      '401 without a token',
      401,
      'RepoNotFound',
      {},
      /answered 401 for 'makers\/tiny-bert': check the name; if it is private, set HF_TOKEN$/,
    ],
    [
      '401 with a token',
      401,
      undefined,
      { HF_TOKEN: TOKEN },
      /check the name, and whether HF_TOKEN is valid$/,
    ],
    [
      '403 of a gated model',
      403,
      'GatedRepo',
      {},
      /is gated; ask for access at http:\S+\/makers\/tiny-bert and set HF_TOKEN to a token of that account$/,
    ],
    [
      '403 of a gated model with a token',
      403,
      'GatedRepo',
      { HF_TOKEN: TOKEN },
      /ask for access at \S+ with the account of HF_TOKEN$/,
    ],
    [
      '404 of a model',
      404,
      'RepoNotFound',
      {},
      /answered 404: there is no model 'makers\/tiny-bert'; check the name and the revision$/,
    ],
    ['404 of a revision', 404, 'RevisionNotFound', {}, /there is no such revision/],
    [
      '503 that lasts',
      503,
      undefined,
      {},
      /answered 503 for 'makers\/tiny-bert'; try again later \(tried 5 times\)$/,
    ],
    ['429 that lasts', 429, undefined, {}, /answered 429 for .* \(tried 5 times\)$/],
    ['400', 400, undefined, {}, /answered 400 for 'makers\/tiny-bert'$/],
  ])('%s is told in a line, and nothing is left', async (_name, status, code, env, message) => {
    hub.fault = fault(info, (_path, response) => refuse(response, status, code), 10);
    expect(await failure(pull({}, env))).toMatch(message);
    expect(readdirSync(to)).toEqual([]);
  });

  test('404 of a file that it listed', async () => {
    hub.fault = fault('/tokenizer.json', (_path, response) => refuse(response, 404, 'EntryNotFound'));
    expect(await failure(pull())).toMatch(/there is no tokenizer\.json of 'makers\/tiny-bert'$/);
    expect(existsSync(target())).toBe(false);
  });

  test('nothing, because it cannot be reached', async () => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    await new Promise((done) => server.close(done));
    const message = await failure(pull({}, { HF_ENDPOINT: `http://127.0.0.1:${port}` }));
    expect(message).toMatch(
      /^cannot reach 127\.0\.0\.1:\d+ \(ECONNREFUSED\); check the network and HF_ENDPOINT/,
    );
  });

  test('redirects without end', async () => {
    hub.fault = (path, response) => {
      response.writeHead(302, { location: path });
      response.end();
      return true;
    };
    expect(await failure(pull())).toMatch(/more than 5 redirects/);
  });

  test('something that is not the hub', async () => {
    hub.fault = fault(info, (_path, response) => response.end('<html>welcome</html>'));
    expect(await failure(pull())).toMatch(/does not answer as the hub does; check HF_ENDPOINT$/);
  });
});

describe('refuses', () => {
  const edited = (file: string, change: object) => {
    const value = JSON.parse(readFileSync(join(BERT, file), 'utf8')) as object;
    return Buffer.from(JSON.stringify({ ...value, ...change }));
  };

  test('a decoder, before its weights are fetched', async () => {
    hub.set('config.json', edited('config.json', { model_type: 'gpt2', architectures: ['GPT2LMHeadModel'] }));
    expect(await failure(pull())).toMatch(/describes no encoder of sentences \(model type 'gpt2'/);
    expect(hub.fetches('.onnx')).toEqual([]);
    expect(readdirSync(join(to, 'makers'))).toEqual([]);
  });

  test('a precision that the repository lacks', async () => {
    expect(await failure(pull({ dtype: 'int8' }))).toMatch(
      /'makers\/tiny-bert' has no int8 file .*; it has onnx\/model\.onnx$/,
    );
  });

  test('what is no model, whatever its checksum', async () => {
    hub.set('onnx/model.onnx', Buffer.from('garbage with the right checksum'));
    expect(await failure(pull())).toMatch(/model\.onnx: not an ONNX model: /);
    expect(existsSync(target())).toBe(false);
  });

  test.each(['../elsewhere', '/no/such/place', 'a/b/c', 'https://huggingface.co/a/b', 'a--b', ''])(
    'the name %j',
    async (id) => {
      expect(await failure(pull({}, {}, id))).toMatch(/is neither a directory nor a model of the hub/);
      expect(hub.asked).toEqual([]);
    },
  );

  test('a revision that is a path', async () => {
    expect(await failure(pull({ revision: '../../x' }))).toBe("'../../x' is no branch, tag or commit");
  });
});

describe('offline', () => {
  const offline = { HF_HUB_OFFLINE: '1' };

  test('says what is missing and asks nobody', async () => {
    expect(await failure(pull({}, offline))).toMatch(
      /^HF_HUB_OFFLINE is set, and 'makers\/tiny-bert' is not there yet: .*config\.json is missing/,
    );
    expect(hub.asked).toEqual([]);
  });

  test('takes what was pulled before', async () => {
    mkdirSync(target(), { recursive: true });
    cpSync(BERT, target(), { recursive: true });
    expect(await pull({}, offline)).toMatchObject({ fetched: [], encoder: { dimension: 16 } });
    expect(hub.asked).toEqual([]);
  });
});
