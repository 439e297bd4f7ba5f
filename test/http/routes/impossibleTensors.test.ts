import { startBuiltServer, type BuiltServer } from '../../support/builtServer';

let server: BuiltServer;
beforeAll(async () => void (server = await startBuiltServer()));
afterAll(() => server.stop());

const MODEL = '/v2/models/demo-shop';

async function infer(changes: Record<string, number>) {
  const { inputs } = (await (await fetch(server.url + MODEL)).json()) as {
    inputs: { name: string; parameters?: { columns: string[] } }[];
  };
  const { columns } = inputs.find(({ name }) => name === 'features')!.parameters!;
  const data = columns.map((name) => changes[name] ?? 0);
  const response = await fetch(`${server.url}${MODEL}/infer`, {
    method: 'POST',
    body: Buffer.from(
      JSON.stringify({
        inputs: [
          { name: 'description', shape: [1, 1], datatype: 'BYTES', data: ['a mug'] },
          { name: 'features', shape: [1, columns.length], datatype: 'FP32', data },
        ],
      }),
    ),
  });
  return { status: response.status, text: await response.text() };
}

it('numbers that no product can have are refused, and cost nobody else anything', async () => {
  expect((await infer({})).status).toBe(200);
  for (const value of [1e11, -1e11]) {
    const { status, text } = await infer({ weeks_known: value });
    expect([status, text]).toEqual([
      400,
      expect.stringMatching(/that no product can have.* in weeks_known,/),
    ]);
  }
  expect((await infer({})).status).toBe(200);
  expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
});
