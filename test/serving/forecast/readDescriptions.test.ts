import { join } from 'node:path';
import { onCatalog, onModel } from '../../../src/cli/askedFile';
import { embedAndPredictRequest } from '../../../src/contract/forecastRequests';
import type { Service } from '../../../src/serving/service';
import { call } from '../../support/serving';

const ROOT = join(__dirname, '../../..');
/** Words of the demo shop's products. */
const [WRITTEN, SLIPPED, PLURAL] = [
  'cotton tea towel blue',
  'cottno tea towel blue',
  'cotton tea towels blue',
];

const answers: Record<string, Awaited<ReturnType<Service['embedAndPredict']>>['items'][0]> = {};
let similar: Record<string, string[]>;
let readAs: Awaited<ReturnType<Service['infer']>>['readAs'];
beforeAll(async () => {
  const options = { model: join(ROOT, 'onnx/demo-shop'), encoder: join(ROOT, 'onnx/encoder') };
  await onCatalog(undefined, (database) =>
    onModel(database, { ...options, processes: 1, threads: 1 }, async (service) => {
      for (const description of [WRITTEN, SLIPPED, PLURAL]) {
        const request = embedAndPredictRequest.parse({ items: [{ description, price: 9 }], explain: true });
        [answers[description]] = (await service.embedAndPredict(request, call())).items;
      }
      const { names } = service.models().find(({ active }) => active)!.manifest!.features;
      const rows = [WRITTEN, SLIPPED, PLURAL];
      const features = new Float32Array(rows.length * names.length);
      const asked = { model: 'demo-shop', description: rows, promoText: rows.map(() => null), features };
      ({ readAs } = await service.infer(asked, call()));
      const skus = async (text: string) =>
        (await service.similar({ text, k: 5 }, call())).analogs.map(({ sku }) => sku);
      similar = { [WRITTEN]: await skus(WRITTEN), [SLIPPED]: await skus(SLIPPED) };
    }),
  );
});

test('a new product is forecast alike whether it is written as the shop writes, with a slip, or in the plural', () => {
  for (const other of [SLIPPED, PLURAL]) expect(answers[other].total).toEqual(answers[WRITTEN].total);
});

test('a word that is taken for a slip is told, another number is not', () => {
  const told = (description: string) =>
    answers[description].warnings.filter(({ code }) => code === 'read_as');
  expect(told(SLIPPED)).toEqual([
    {
      code: 'read_as',
      field: 'description',
      message: "No known product's text has 'cottno': it was read as 'cotton'",
      values: { word: 'cottno', read: 'cotton' },
    },
  ]);
  for (const other of [WRITTEN, PLURAL]) expect(told(other)).toEqual([]);
});

test('the inference protocol is told of the same words, by row', () => {
  expect(readAs).toEqual([{ row: 1, word: 'cottno', read: 'cotton' }]);
});

test('effects are told of the words as they were written', () => {
  const words = ({ tokens_effect: effects }: (typeof answers)[string]) =>
    Object.fromEntries(effects!.map(({ word, effect }) => [word, effect]));
  const { cotton, ...rest } = words(answers[WRITTEN]);
  expect(words(answers[SLIPPED])).toEqual({ cottno: cotton, ...rest });
});

test('a search for similar products reads a slip as well', () => {
  expect(similar[SLIPPED]).toEqual(similar[WRITTEN]);
});
