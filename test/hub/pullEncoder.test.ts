import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEncoderDirectory } from '../../src/engine/encoderDirectory';
import { COMMIT } from '../support/hubStandIn';
import { BERT, failure, fault, freshPulls, ID, ONNX, pull, TOKEN } from './support/pulling';

const pulls = freshPulls();

describe('brings an encoder', () => {
  test('complete, recorded, and nothing beside it', async () => {
    const progress: [number, number][] = [];
    const pulled = await pull(pulls, {
      onProgress: ({ received, total }) => progress.push([received, total]),
    });
    expect(pulled.encoder).toMatchObject({
      name: ID,
      directory: pulls.target,
      dtype: 'fp32',
      pooling: 'mean',
      dimension: 16,
    });
    expect(pulled.fetched).toContain('onnx/model.onnx');
    expect(pulled.fetched).not.toContain('golden.json');
    expect(readFileSync(join(pulls.target, 'onnx/model.onnx')).equals(ONNX)).toBe(true);
    expect(readdirSync(join(pulls.to, 'makers'))).toEqual(['tiny-bert']);
    expect(progress.at(-1)![0]).toBe(progress.at(-1)![1]);
    const record = JSON.parse(readFileSync(join(pulls.target, 'shelfcast-encoder.json'), 'utf8')) as object;
    expect(record).toMatchObject({ name: ID, revision: COMMIT, settings: {} });
    expect((await readEncoderDirectory(pulls.target)).hash).toBe(pulled.encoder.hash);
  });

  test('of a revision, into a directory of its own, as transformers.js keeps it', async () => {
    const pulled = await pull(pulls, { revision: 'v1' });
    expect(pulled.encoder.directory).toBe(join(pulls.target, 'v1'));
    expect(pulls.hub.asked.some(({ path }) => path.includes(`/resolve/${COMMIT}/`))).toBe(true);
  });

  test('once: what is there and right is not fetched again', async () => {
    await pull(pulls);
    const before = pulls.hub.asked.length;
    writeFileSync(join(pulls.target, 'config.json'), '{"changed": true}');
    const again = await pull(pulls);
    expect(again.fetched).toEqual(['config.json']);
    expect(pulls.hub.asked.length).toBe(before + 2);
    expect(existsSync(pulls.staging)).toBe(false);
  });

  test('in a further precision beside the first', async () => {
    await pull(pulls);
    pulls.hub.set('onnx/model_fp16.onnx', ONNX);
    const pulled = await pull(pulls, { dtype: 'fp16' });
    expect(pulled.fetched).toEqual(['onnx/model_fp16.onnx']);
    expect(readdirSync(join(pulls.target, 'onnx')).sort()).toEqual(['model.onnx', 'model_fp16.onnx']);
  });

  test('with settings that are kept', async () => {
    await pull(pulls, { pooling: 'cls', prefix: 'query: ' });
    expect(await readEncoderDirectory(pulls.target)).toMatchObject({ pooling: 'cls', prefix: 'query: ' });
    await pull(pulls, { prefix: '' });
    expect(await readEncoderDirectory(pulls.target)).toMatchObject({ pooling: 'cls', prefix: '' });
  });

  test('from a local directory', async () => {
    const pulled = await pull(pulls, {}, { HF_ENDPOINT: 'http://127.0.0.1:1' }, BERT);
    expect(pulled.encoder).toMatchObject({ name: 'tiny-bert', directory: join(pulls.to, 'tiny-bert') });
    expect(pulls.hub.asked).toEqual([]);
  });

  test('with the token for the hub alone, not for the host that it redirects to', async () => {
    await pull(pulls, {}, { HF_TOKEN: TOKEN });
    const sent = (host: string) =>
      new Set(
        pulls.hub.asked.filter((each) => each.host === host).map(({ headers }) => headers.authorization),
      );
    expect([...sent('hub')]).toEqual([`Bearer ${TOKEN}`]);
    expect([...sent('storage')]).toEqual([undefined]);
  });

  test('when the hub tells checksums in its headers alone', async () => {
    pulls.hub.fault = (path, response) => {
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
    expect((await pull(pulls)).encoder.dimension).toBe(16);
    const byHeader = fault('config.json', (_path, response) => {
      response.writeHead(200, { etag: '"0000000000000000000000000000000000000000"' });
      response.end('{}');
    });
    const list = pulls.hub.fault;
    pulls.hub.fault = (...args) => byHeader(...args) || list(...args);
    rmSync(pulls.target, { recursive: true });
    expect(await failure(pull(pulls))).toMatch(/config\.json of .* arrived with checksum \w+, not 0{40}/);
  });
});

describe('refuses', () => {
  const edited = (file: string, change: object) => {
    const value = JSON.parse(readFileSync(join(BERT, file), 'utf8')) as object;
    return Buffer.from(JSON.stringify({ ...value, ...change }));
  };

  test('a decoder, before its weights are fetched', async () => {
    pulls.hub.set(
      'config.json',
      edited('config.json', { model_type: 'gpt2', architectures: ['GPT2LMHeadModel'] }),
    );
    expect(await failure(pull(pulls))).toMatch(/describes no encoder of sentences \(model type 'gpt2'/);
    expect(pulls.hub.fetches('.onnx')).toEqual([]);
    expect(readdirSync(join(pulls.to, 'makers'))).toEqual([]);
  });

  test('a precision that the repository lacks', async () => {
    expect(await failure(pull(pulls, { dtype: 'int8' }))).toMatch(
      /'makers\/tiny-bert' has no int8 file .*; it has onnx\/model\.onnx$/,
    );
  });

  test('what is no model, whatever its checksum', async () => {
    pulls.hub.set('onnx/model.onnx', Buffer.from('garbage with the right checksum'));
    expect(await failure(pull(pulls))).toMatch(/model\.onnx: not an ONNX model: /);
    expect(existsSync(pulls.target)).toBe(false);
  });

  test.each(['../elsewhere', '/no/such/place', 'a/b/c', 'https://huggingface.co/a/b', 'a--b', ''])(
    'the name %j',
    async (id) => {
      expect(await failure(pull(pulls, {}, {}, id))).toMatch(/is neither a directory nor a model of the hub/);
      expect(pulls.hub.asked).toEqual([]);
    },
  );

  test('a revision that is a path', async () => {
    expect(await failure(pull(pulls, { revision: '../../x' }))).toBe("'../../x' is no branch, tag or commit");
  });
});

describe('offline', () => {
  const offline = { HF_HUB_OFFLINE: '1' };

  test('says what is missing and asks nobody', async () => {
    expect(await failure(pull(pulls, {}, offline))).toMatch(
      /^HF_HUB_OFFLINE is set, and 'makers\/tiny-bert' is not there yet: .*config\.json is missing/,
    );
    expect(pulls.hub.asked).toEqual([]);
  });

  test('takes what was pulled before', async () => {
    mkdirSync(pulls.target, { recursive: true });
    cpSync(BERT, pulls.target, { recursive: true });
    expect(await pull(pulls, {}, offline)).toMatchObject({ fetched: [], encoder: { dimension: 16 } });
    expect(pulls.hub.asked).toEqual([]);
  });
});
