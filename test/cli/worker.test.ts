import { Readable } from 'node:stream';
import type { ItemForecast } from '../../src/contract/forecastAnswers';
import { runCli } from '../support/runCli';

const MODEL = 'onnx/demo-shop';

async function answers(lines: readonly string[], ...args: string[]) {
  const input = Readable.from(lines.map((line) => Buffer.from(`${line}\n`)));
  const spy = jest.spyOn(process, 'stdin', 'get').mockReturnValue(input as unknown as typeof process.stdin);
  const run = await runCli('worker', '--model', MODEL, ...args).finally(() => spy.mockRestore());
  return { ...run, lines: run.out.trim().split('\n') };
}

const items = Array.from({ length: 100 }, (_, at) => ({
  sku: `X${at}`,
  description: `red mug with ${at} hearts`,
  price: 4,
}));

test('every line is answered by one, in order, a bad one by its error', async () => {
  const lines: string[] = items.map((item) => JSON.stringify(item));
  lines.splice(40, 0, '{"price": 4}', '', 'no JSON');
  const run = await answers(lines);
  expect(run).toMatchObject({ status: 0, err: '2 lines answered by an error\n' });
  const told = run.lines.map((line) => JSON.parse(line) as ItemForecast & { code?: string; line?: number });
  expect(told.filter(({ code }) => !code).map(({ sku }) => sku)).toEqual(items.map(({ sku }) => sku));
  expect(told.flatMap(({ code, line }) => (code ? [[code, line]] : []))).toEqual([
    ['invalid', 41],
    ['not_json', 43],
  ]);
});

test('what comes beside an item does not change its forecast, and a second forecast comes where it is asked for', async () => {
  const lines = items.slice(0, 33).map((item) => JSON.stringify(item));
  const together = await answers(lines, '--compare');
  const alone = await answers(lines.slice(7, 8), '--compare');
  const [a, b] = [together.lines[7], alone.lines[0]].map((line) => JSON.parse(line) as ItemForecast);
  const figures = ({ forecast, numeric_only: other }: ItemForecast) =>
    [...forecast, ...(other?.forecast ?? [])].flatMap(({ p10, p50, p90, mean }) => [p10, p50, p90, mean]);
  // What stands beside an item moves the last digits of float32.
  const far = figures(a).map((value, at) => Math.abs(value / figures(b)[at] - 1));
  expect(Math.max(...far)).toBeLessThan(1e-4);
  expect(a.numeric_only?.forecast).toHaveLength(a.forecast.length);
});

test('a directory that is no model is refused before a line is read', async () => {
  const run = await runCli('worker', '--model', 'src');
  expect(run).toMatchObject({ status: 1, out: '' });
  expect(run.err).toContain('manifest.json');
});
