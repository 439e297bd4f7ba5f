import { bestReading, readerOf, readingsOf, readingText } from '../../../src/training/encoder/chooseEncoder';
import { Engine } from '../../../src/engine/engine';
import { encodeTexts } from '../../../src/engine/encodeTexts';
import { SHIPPED_ENCODERS } from '../../../src/engine/modelEncoder';

const { english, multilingual } = SHIPPED_ENCODERS;
const TEXTS = {
  English: [
    'WHITE HANGING HEART T-LIGHT HOLDER',
    'Set of 6 ceramic mugs, 350ml',
    'organic whole milk 1 litre',
  ],
  German: ['Große Kaffeetasse weiß, 2er-Set', 'Bettwäsche aus Baumwolle', 'frische fettarme Milch 1 l'],
  Spanish: ['taza de cerámica roja', 'mantel de lino natural', 'leche fresca semidesnatada'],
  Chinese: ['红色陶瓷咖啡马克杯', '天然亚麻桌布', '新鲜半脱脂牛奶1升'],
  Arabic: ['شاي أخضر عضوي', 'كوب سيراميك أحمر', 'مفرش طاولة من الكتان'],
};
let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start({ encoder: english, device: 'cpu', processes: 1, threads: 1 });
});
afterAll(() => engine.close());

test.each(Object.entries(TEXTS))(
  '%s is read with the encoder whose pieces suit it',
  async (language, texts) => {
    const best = bestReading(await readingsOf(texts, [english, multilingual]));
    expect(best.name).toBe(language === 'English' ? 'encoder' : 'encoder-multilingual');
  },
);

test('a language that the given encoder does not suit gets another in the same processes', async () => {
  const kept = await readerOf(engine, TEXTS.English);
  expect(kept.engine).toBe(engine);
  const reader = await readerOf(engine, TEXTS.German);
  expect(reader.engine.encoder.name).toBe('encoder-multilingual');
  expect(reader.engine.pool.state().pids).toEqual(engine.pool.state().pids);
  expect(reader.engine.pool.paddingReason).toBeNull();
  expect(readingText(reader.readings)).toMatch(
    /^Texts are read with encoder-multilingual \(\d+\.\d tokens a text\), not with encoder \(/,
  );
  const vectors = await encodeTexts(reader.engine, ['red ceramic mug', 'rote Keramiktasse', 'grüner Tee']);
  const cosine = (a: number, b: number) =>
    vectors.slice(384 * a, 384 * (a + 1)).reduce((sum, value, at) => sum + value * vectors[384 * b + at], 0);
  expect(cosine(0, 1)).toBeGreaterThan(cosine(0, 2) + 0.1);
  await reader.close();
  await expect(encodeTexts(engine, ['red mug'])).resolves.toHaveLength(384);
});

test('without texts the given encoder reads', async () => {
  expect((await readerOf(engine, [])).engine).toBe(engine);
});
