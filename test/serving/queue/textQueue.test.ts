import fc from 'fast-check';
import type { QueuedText } from '../../../src/serving/queue/queuedText';
import { MOST_PASSED_OVER, TextQueue } from '../../../src/serving/queue/textQueue';

type Text = QueuedText<string>;

function add(queue: TextQueue<string>, submission: string, lengths: number[]): Text[] {
  return queue.add(
    lengths.map((length, index) => ({
      text: `${submission}${index}`,
      ids: new Int32Array(length),
      waiters: [{ submission, index }],
    })),
  );
}

const cellsOf = (batch: Text[]) => Math.max(...batch.map(({ ids }) => ids.length)) * batch.length;

test('batches hold texts of like length within the budget', () => {
  const queue = new TextQueue<string>();
  add(
    queue,
    'a',
    Array.from({ length: 64 }, (_, at) => (at % 2 ? 8 : 128)),
  );
  while (queue.texts > 0) {
    const batch = queue.take(512);
    expect(cellsOf(batch)).toBeLessThanOrEqual(512);
    expect(new Set(batch.map(({ ids }) => ids.length)).size).toBe(1);
  }
});

test('a text longer than the budget goes alone', () => {
  const queue = new TextQueue<string>();
  add(queue, 'a', [900, 10]);
  expect(queue.take(512).map(({ ids }) => ids.length)).toEqual([900]);
});

test('a small request does not wait for a large one that came before', () => {
  const queue = new TextQueue<string>();
  add(queue, 'large', Array<number>(256).fill(10));
  queue.take(80);
  add(queue, 'small', [10]);
  expect(queue.take(80).map(({ waiters }) => waiters[0].submission)).toContain('small');
});

test('a large request goes on while small ones keep coming', () => {
  const queue = new TextQueue<string>();
  add(queue, 'large', Array<number>(40).fill(10));
  let served = 0;
  for (let step = 0; step < 40; step++) {
    for (let client = 0; client < 3; client++) add(queue, `small${step}.${client}`, [10]);
    served += queue.take(80).filter(({ waiters }) => waiters[0].submission === 'large').length;
  }
  expect(served).toBeGreaterThan(20);
});

test.each([false, true])('no text is passed over more often than the bound, sharing rows: %s', (packed) => {
  const lengths = fc.array(fc.integer({ min: 2, max: 256 }), { minLength: 1, maxLength: 40 });
  const arrivals = fc.array(lengths, { minLength: 1, maxLength: 30 });
  const holds = (steps: number[][], cells: number): boolean => {
    const queue = new TextQueue<string>({ packed });
    const taken = new Set<Text>();
    let count = 0;
    let often = 0;
    const serve = () => {
      for (const text of queue.take(cells)) {
        often = Math.max(often, text.passedOver);
        taken.add(text);
      }
    };
    steps.forEach((texts, at) => {
      count += add(queue, String(at), texts).length;
      serve();
    });
    while (queue.texts > 0) serve();
    return often <= MOST_PASSED_OVER && taken.size === count && queue.tokens === 0;
  };
  fc.assert(fc.property(arrivals, fc.integer({ min: 64, max: 1024 }), holds), {
    seed: 7,
    endOnFailure: true,
  });
});

test('a text that is taken out or wanted sooner keeps the count of tokens right', () => {
  const queue = new TextQueue<string>();
  const [first, second] = add(queue, 'a', [5, 6]);
  add(queue, 'b', [7]);
  queue.hasten(second, 0);
  queue.remove(first);
  queue.remove(first);
  expect(queue.tokens).toBe(13);
  expect(queue.take(1000)[0]).toBe(second);
});

describe('where texts share rows', () => {
  test('a batch takes all that it holds', () => {
    const queue = new TextQueue<string>({ packed: true });
    add(queue, 'a', [30, 4, 60, 5]);
    expect(queue.take(100).map(({ ids }) => ids.length)).toEqual([30, 4, 60, 5]);
    expect(queue.tokens).toBe(0);
  });

  test('where more wait it takes those of like length to the first, and at least one', () => {
    const queue = new TextQueue<string>({ packed: true });
    add(queue, 'a', [9, 40, 200, 10, 41, 8, 9]);
    const lengths = () => queue.take(36).map(({ ids }) => ids.length);
    expect([lengths(), lengths(), lengths(), lengths(), lengths()]).toEqual([
      [9, 9, 10, 8],
      [40],
      [200],
      [41],
      [],
    ]);
    expect(queue.tokens).toBe(0);
  });

  test('requests take turns', () => {
    const queue = new TextQueue<string>({ packed: true });
    add(queue, 'large', Array<number>(40).fill(10));
    queue.take(50);
    add(queue, 'small', [10]);
    expect(queue.take(50).map(({ waiters }) => waiters[0].submission)).toContain('small');
  });
});
