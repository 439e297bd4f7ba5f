import { z } from 'zod';
import { boundedArray, boundedMap, MAX_ISSUES } from '../../src/contract/bounded';

/** An element that counts how often it was looked at. */
function counted() {
  const looked = { times: 0 };
  const element = z.unknown().transform((value, context) => {
    looked.times++;
    if (value !== 1) context.addIssue({ code: 'custom', message: 'must be 1' });
    return value;
  });
  return { looked, element };
}

describe('a bounded array', () => {
  it('looks at no element of one that is too long', () => {
    const { looked, element } = counted();
    const result = boundedArray(element, { max: 3 }).safeParse([1, 1, 1, 1]);
    expect(result.error?.issues).toMatchObject([{ code: 'too_big', maximum: 3 }]);
    expect(looked.times).toBe(0);
  });

  it('looks at no more elements than it names issues', () => {
    const { looked, element } = counted();
    const result = boundedArray(element, { max: 1_000_000 }).safeParse(new Array(1_000_000).fill(0));
    expect(looked.times).toBe(MAX_ISSUES);
    expect(result.error?.issues.map(({ path }) => path)).toEqual(
      Array.from({ length: MAX_ISSUES }, (_, n) => [n]),
    );
  });

  it('gives its elements as their schema reads them, and keeps its limits under other names', () => {
    const array = boundedArray(z.string().default('none'), { min: 1, max: 2 }).meta({ id: 'Few' });
    expect(array.parse(['a', undefined])).toEqual(['a', 'none']);
    expect(array.safeParse([]).success).toBe(false);
    expect(array.safeParse(['a', 'b', 'c']).success).toBe(false);
    expect(array.safeParse('a').error?.issues).toMatchObject([{ code: 'invalid_type' }]);
  });
});

describe('a bounded map', () => {
  it('looks at no member of one with too many names', () => {
    const { looked, element } = counted();
    const many = Object.fromEntries(Array.from({ length: 500_000 }, (_, n) => [`f${n}`, 1]));
    const result = boundedMap(element, 4).safeParse(many);
    expect(result.error?.issues).toMatchObject([{ message: 'has 500000 names; at most 4 are taken' }]);
    expect(looked.times).toBe(0);
  });

  it('names what is wrong by name', () => {
    const { element } = counted();
    const result = boundedMap(element, 4).safeParse({ a: 1, b: 2, [`${'x'.repeat(200)}`]: 1 });
    expect(result.error?.issues.map(({ path }) => String(path[0]).slice(0, 3))).toEqual(['b', 'xxx']);
  });
});
