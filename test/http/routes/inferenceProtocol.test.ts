import { startApp, stopApps, type RunningApp } from '../support/startApp';

let app: RunningApp;
beforeAll(async () => void (app = await startApp()));
afterAll(stopApps);

const get = async (path: string) => {
  const response = await fetch(app.url + path);
  return { status: response.status, body: await response.json() };
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
      body: { name: 'shelfcast', version: '0.0.0', extensions: [] },
    });
    expect(await get('/v2/health/live')).toEqual({ status: 200, body: { live: true } });
    expect(await get('/v2/health/ready')).toEqual({ status: 200, body: { ready: true } });
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
      'a binary tensor',
      { inputs: [{ name: 'description', shape: [2, 1], datatype: 'BYTES' }] },
      /inputs\[0\].data/,
    ],
  ])('says what is wrong with %s', async (_name, request, message) => {
    const { status, body } = await infer(request);
    expect(status).toBe(400);
    expect(body).toEqual({ error: expect.stringMatching(message) });
  });

  it('refuses more rows than it takes', async () => {
    const many = { ...text, shape: [257, 1], data: new Array(257).fill('a') };
    expect((await infer({ inputs: [many] })).status).toBe(413);
  });
});
