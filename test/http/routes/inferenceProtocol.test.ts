import { startApp, stopApps, type RunningApp } from '../support/startApp';

let app: RunningApp;
beforeAll(async () => void (app = await startApp()));
afterAll(stopApps);

const get = async (path: string) => {
  const response = await fetch(app.url + path);
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  return { status: response.status, body: (await response.json()) as any };
};
const infer = async (body: object, path = '/v2/models/demo-shop/infer') => {
  const response = await app.post(path, body);
  return { status: response.status, body: await response.json() };
};
const text = { name: 'description', shape: [2, 1], datatype: 'BYTES', data: ['a mug', 'a lantern'] };

/** By the specification: https://github.com/kserve/open-inference-protocol */
describe('the Open Inference Protocol', () => {
  it('tells about the server and its health', async () => {
    expect(await get('/v2')).toEqual({
      status: 200,
      body: {
        name: 'shelfcast',
        version: '0.0.0',
        extensions: ['binary_tensor_data', 'model_repository', 'model_configuration', 'statistics'],
      },
    });
    expect(await get('/v2/health/live')).toEqual({ status: 200, body: { live: true } });
    expect(await get('/v2/health/ready')).toEqual({ status: 200, body: { ready: true } });
  });

  it('tells words that were read as others', async () => {
    const { body } = await infer({ inputs: [{ ...text, data: ['a mug', 'a lantren'] }] });
    expect(body).toMatchObject({
      parameters: { read_as: JSON.stringify([{ row: 1, word: 'lantren', read: 'lantern' }]) },
    });
    expect((await infer({ inputs: [text] })).body).not.toHaveProperty('parameters');
  });

  it.each(['', '/versions/1'])('tells about a model at models/M%s', async (version) => {
    expect(await get(`/v2/models/demo-shop${version}`)).toEqual({
      status: 200,
      body: {
        name: 'demo-shop',
        versions: ['1'],
        platform: 'onnxruntime_onnx',
        inputs: [
          { name: 'description', datatype: 'BYTES', shape: [-1, 1] },
          { name: 'promo_text', datatype: 'BYTES', shape: [-1, 1] },
          {
            name: 'features',
            datatype: 'FP32',
            shape: [-1, 3],
            parameters: { columns: ['price', 'lag_1', 'lag_2'] },
          },
        ],
        outputs: [
          { name: 'quantiles', datatype: 'FP32', shape: [-1, 5, 3] },
          { name: 'mean', datatype: 'FP32', shape: [-1, 5] },
        ],
      },
    });
    expect(await get(`/v2/models/demo-shop${version}/ready`)).toEqual({
      status: 200,
      body: { name: 'demo-shop', ready: true },
    });
  });

  it('says which model or version there is not, and which does not serve', async () => {
    for (const path of ['/v2/models/none', '/v2/models/demo-shop/versions/2', '/v2/models/none/ready']) {
      expect(await get(path)).toEqual({ status: 404, body: { error: expect.any(String) } });
    }
    expect(await get('/v2/models/online-retail/ready')).toEqual({
      status: 503,
      body: { error: expect.stringContaining('a hash differs') },
    });
  });

  it('infers from text and features, flat or nested, and gives the id back', async () => {
    const flat = { name: 'features', shape: [2, 3], datatype: 'FP32', data: [1, 2, 3, 4, 5, null] };
    const nested = { ...flat, data: [[1, 2, 3], [4, 5, null]] }; // prettier-ignore
    for (const features of [flat, nested]) {
      const { status, body } = await infer({ id: 'r1', inputs: [text, features] });
      expect(status).toBe(200);
      expect(body).toEqual({
        id: 'r1',
        model_name: 'demo-shop',
        model_version: '1',
        outputs: [
          {
            name: 'quantiles',
            datatype: 'FP32',
            shape: [2, 5, 3],
            data: [...new Array(15).fill(6), ...new Array(15).fill(9)],
          },
          {
            name: 'mean',
            datatype: 'FP32',
            shape: [2, 5],
            data: [...new Array(5).fill(6), ...new Array(5).fill(9)],
          },
        ],
      });
    }
  });

  it('takes single features by name, and answers only the outputs asked for', async () => {
    const price = { name: 'lag_2', shape: [2], datatype: 'FP32', data: [7, 8] };
    const { body } = await infer({ inputs: [text, price], outputs: [{ name: 'mean' }] });
    expect(body).toMatchObject({
      outputs: [{ name: 'mean', data: [...new Array(5).fill(7), ...new Array(5).fill(8)] }],
    });
  });

  it.each([
    [
      'no text',
      { inputs: [{ name: 'features', shape: [1, 3], datatype: 'FP32', data: [1, 2, 3] }] },
      /description/,
    ],
    ['an unknown input', { inputs: [text, { ...text, name: 'colour' }] }, /inputs\[1\].name/],
    ['a wrong type', { inputs: [{ ...text, datatype: 'FP32' }] }, /inputs\[0\].datatype/],
    ['a wrong shape', { inputs: [{ ...text, shape: [2, 2] }] }, /inputs\[0\].shape/],
    ['too little data', { inputs: [{ ...text, data: ['a'] }] }, /has 1 elements where its shape says 2/],
    ['numbers for text', { inputs: [{ ...text, data: [1, 2] }] }, /must hold strings/],
    ['no rows', { inputs: [{ ...text, shape: [0, 1], data: [] }] }, /at least one row/],
    ['an unknown output', { inputs: [text], outputs: [{ name: 'colour' }] }, /outputs\[0\].name/],
    [
      'a tensor without data',
      { inputs: [{ name: 'description', shape: [2, 1], datatype: 'BYTES' }] },
      /inputs\[0\].data/,
    ],
    ['an output asked for twice', { inputs: [text], outputs: [{ name: 'mean' }, { name: 'mean' }] }, /twice/],
  ])('says what is wrong with %s', async (_name, request, message) => {
    const { status, body } = await infer(request);
    expect(status).toBe(400);
    expect(body).toEqual({ error: expect.stringMatching(message) });
  });

  it('refuses more rows than it takes', async () => {
    const many = { ...text, shape: [257, 1], data: new Array(257).fill('a') };
    expect((await infer({ inputs: [many] })).status).toBe(413);
  });

  it('takes JSON that names no content type', async () => {
    const body = Buffer.from(JSON.stringify({ inputs: [text] }));
    const response = await fetch(`${app.url}/v2/models/demo-shop/infer`, { method: 'POST', body });
    expect(response.status).toBe(200);
  });

  it("takes the model's name a second time, as KServe's client says it", async () => {
    const { status } = await infer({ id: 'r2', model_name: 'demo-shop', inputs: [text] });
    expect(status).toBe(200);
  });

  it('tells the index of models, their configuration and their statistics', async () => {
    const index = await fetch(`${app.url}/v2/repository/index`, { method: 'POST' });
    expect(await index.json()).toEqual([
      { name: 'demo-shop', version: '1', state: 'READY', reason: '' },
      { name: 'online-retail', version: '1', state: 'UNAVAILABLE', reason: 'a hash differs' },
    ]);
    expect((await get('/v2/models/demo-shop/config')).body).toMatchObject({
      name: 'demo-shop',
      max_batch_size: 256,
      input: [
        { name: 'description', data_type: 'TYPE_STRING', dims: [1] },
        { name: 'promo_text' },
        { name: 'features', data_type: 'TYPE_FP32', dims: [3] },
      ],
      output: [
        { name: 'quantiles', dims: [5, 3] },
        { name: 'mean', data_type: 'TYPE_FP32', dims: [5] },
      ],
    });
    const before = (await get('/v2/models/demo-shop/versions/1/stats')).body.model_stats[0];
    await infer({ inputs: [text] });
    app.service.failures = [new Error('no')];
    await infer({ inputs: [text] });
    const { model_stats } = (await get('/v2/models/stats')).body;
    expect(model_stats.map(({ name }: { name: string }) => name)).toEqual(['demo-shop', 'online-retail']);
    expect(model_stats[0]).toMatchObject({
      version: '1',
      inference_count: before.inference_count + 2,
      execution_count: before.execution_count + 1,
      inference_stats: { fail: { count: before.inference_stats.fail.count + 1 } },
    });
    expect((await get('/v2/models/none/config')).status).toBe(404);
    expect((await get('/v2/models/none/stats')).status).toBe(404);
  });
});

/** What PyPI's tritonclient[http] sends by default, byte for byte, and what it reads. */
describe("Triton's binary tensors", () => {
  const bytesOf = (texts: string[]) =>
    Buffer.concat(
      texts.flatMap((each) => {
        const length = Buffer.alloc(4);
        length.writeUInt32LE(Buffer.byteLength(each));
        return [length, Buffer.from(each)];
      }),
    );
  const floats = (values: number[]) => Buffer.from(Float32Array.from(values).buffer);
  const words = bytesOf(['a mug', 'a lantérn']);
  const numbers = floats([1, 2, 3, 4, 5, NaN]);
  const wordsTensor = {
    name: 'description',
    shape: [2, 1],
    datatype: 'BYTES',
    parameters: { binary_data_size: words.length },
  };
  const inputs = [
    wordsTensor,
    { name: 'features', shape: [2, 3], datatype: 'FP32', parameters: { binary_data_size: numbers.length } },
  ];

  async function send(request: object, binary: Buffer, length?: string) {
    const json = Buffer.from(JSON.stringify(request));
    const response = await fetch(`${app.url}/v2/models/demo-shop/infer`, {
      method: 'POST',
      headers: { 'inference-header-content-length': length ?? String(json.length) },
      body: Buffer.concat([json, binary]),
    });
    return { response, bytes: Buffer.from(await response.arrayBuffer()) };
  }

  it('come and go as its client has them by default', async () => {
    const request = { inputs, parameters: { binary_data_output: true } };
    const { response, bytes } = await send(request, Buffer.concat([words, numbers]));
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'application/octet-stream',
    ]);
    const length = Number(response.headers.get('inference-header-content-length'));
    const { outputs } = JSON.parse(bytes.toString('utf8', 0, length));
    expect(outputs).toEqual([
      { name: 'quantiles', datatype: 'FP32', shape: [2, 5, 3], parameters: { binary_data_size: 120 } },
      { name: 'mean', datatype: 'FP32', shape: [2, 5], parameters: { binary_data_size: 40 } },
    ]);
    const values = new Float32Array(new Uint8Array(bytes.subarray(length)).buffer);
    expect([...values]).toEqual([
      ...new Array(15).fill(6),
      ...new Array(15).fill(9),
      ...new Array(5).fill(6),
      ...new Array(5).fill(9),
    ]);
  });

  it('may be asked for one output alone, the other as JSON', async () => {
    const outputs = [{ name: 'mean', parameters: { binary_data: true } }, { name: 'quantiles' }];
    const { response, bytes } = await send({ inputs, outputs }, Buffer.concat([words, numbers]));
    const length = Number(response.headers.get('inference-header-content-length'));
    const answer = JSON.parse(bytes.toString('utf8', 0, length));
    expect(
      answer.outputs.map(({ name, data }: { name: string; data?: number[] }) => [name, data?.length]),
    ).toEqual([
      ['mean', undefined],
      ['quantiles', 30],
    ]);
    expect(bytes.length - length).toBe(40);
  });

  it('may be of the other types, beside tensors in JSON', async () => {
    const column = Buffer.alloc(16);
    column.writeBigInt64LE(7n);
    column.writeBigInt64LE(8n, 8);
    const lag = { name: 'lag_2', shape: [2], datatype: 'INT64', parameters: { binary_data_size: 16 } };
    const { bytes } = await send({ inputs: [text, lag], outputs: [{ name: 'mean' }] }, column);
    expect(JSON.parse(bytes.toString()).outputs[0].data).toEqual([
      ...new Array(5).fill(7),
      ...new Array(5).fill(8),
    ]);
  });

  it.each([
    ['less than they say', { inputs: [wordsTensor] }, words.subarray(1), undefined, /of which \d+ are left/],
    [
      'more than they say',
      { inputs: [wordsTensor] },
      Buffer.concat([words, words]),
      undefined,
      /leave \d+ bytes/,
    ],
    [
      'a length of nothing',
      { inputs: [{ ...wordsTensor, parameters: { binary_data_size: -1 } }] },
      words,
      undefined,
      /must be a number of bytes/,
    ],
    ['JSON longer than all', { inputs: [wordsTensor] }, words, '100000', /are JSON/],
    ['a length that is no number', { inputs: [wordsTensor] }, words, 'x', /are JSON/],
    [
      'half a number',
      { inputs: [{ ...wordsTensor, datatype: 'FP32' }] },
      words,
      undefined,
      /no multiple of the 4 bytes of FP32/,
    ],
    [
      'an unknown type',
      { inputs: [{ ...wordsTensor, datatype: 'BF16' }] },
      words,
      undefined,
      /datatypes BYTES/,
    ],
    ['no tensors', { inputs: [null, 5] }, Buffer.alloc(0), undefined, /inputs\[0\]/],
  ])('that hold %s are told what is wrong', async (_name, request, binary, length, message) => {
    const { response, bytes } = await send(request, binary as Buffer, length);
    expect(response.status).toBe(400);
    expect(JSON.parse(bytes.toString()).error).toMatch(message);
  });
});
