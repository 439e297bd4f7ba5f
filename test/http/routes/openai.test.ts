import OpenAI from 'openai';
import { startApp, stopApps, type RunningApp } from '../support/startApp';

let app: RunningApp;
let client: OpenAI;
beforeAll(async () => {
  app = await startApp();
  client = new OpenAI({ baseURL: `${app.url}/v1`, apiKey: 'not needed', maxRetries: 0 });
});
afterAll(stopApps);

describe("OpenAI's own client", () => {
  it('gets embeddings, as base64 by default', async () => {
    const answer = await client.embeddings.create({ model: 'any', input: ['abc', 'two words'] });
    expect(answer.object).toBe('list');
    expect(answer.model).toBe('tiny');
    expect(answer.usage).toEqual({ prompt_tokens: 3, total_tokens: 3 });
    expect(answer.data.map(({ index, embedding }) => [index, ...embedding])).toEqual([
      [0, 3, 0.5, -0.25, 1],
      [1, 9, 0.5, -0.25, 1],
    ]);
  });

  it('gets embeddings as numbers, of a single text', async () => {
    const answer = await client.embeddings.create({
      model: 'any',
      input: 'abc',
      encoding_format: 'float',
      dimensions: 4,
    });
    expect(answer.data).toEqual([{ object: 'embedding', index: 0, embedding: [3, 0.5, -0.25, 1] }]);
  });

  it('may send more texts than the service takes at once', async () => {
    const input = Array.from({ length: 600 }, (_, n) => 'x'.repeat((n % 9) + 1));
    const answer = await client.embeddings.create({ model: 'any', input });
    expect(answer.data.map(({ embedding }) => embedding[0])).toEqual(input.map((text) => text.length));
  });

  it('lists the encoder as its model, and tells of no other', async () => {
    const models = [];
    for await (const model of client.models.list()) models.push(model);
    expect(models).toMatchObject([{ id: 'tiny', object: 'model', owned_by: 'shelfcast' }]);
    expect(await client.models.retrieve('tiny')).toEqual(models[0]);
    await expect(client.models.retrieve('other')).rejects.toMatchObject({
      status: 404,
      code: 'unknown_model',
    });
  });

  it.each([
    ['token ids', { input: [1, 2, 3] }, /input: must be text: token ids.*check_embedding_ctx_length=False/],
    ['lists of token ids', { input: [[1, 2], [3]] }, /input: must be text: token ids/],
    ['an empty text', { input: [''] }, /must not be empty/],
    ['a width that is not the encoder’s', { input: 'a', dimensions: 2 }, /dimensions: must be 4/],
    ['an unknown field', { input: 'a', colour: 'red' }, /colour: is not a known field/],
  ])('is told clearly why %s is refused', async (_name, body, message) => {
    const call = client.embeddings.create({ model: 'any', ...body } as never);
    await expect(call).rejects.toMatchObject({ status: 400, type: 'invalid_request_error' });
    await expect(client.embeddings.create({ model: 'any', ...body } as never)).rejects.toThrow(message);
  });
});
