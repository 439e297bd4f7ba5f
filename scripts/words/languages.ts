/**
 * npx tsx scripts/words/languages.ts [--products 20] [--shops 200] [TEXTS ...]
 * Which encoder would read small shops of one language: products drawn from the 200 texts that there are in twelve
 * languages, from those of the models that ship, and from files with a text a line. Prints how many tokens the multilingual
 * one needs for one of the English one's, the share of the letters in words that the English one knows, least, median and
 * most, and how many shops each reads.
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { Random } from '../../src/common/random';
import { shipped } from '../../src/common/shipped';
import { quantile } from '../../src/common/statistics';
import { readProducts } from '../../src/engine/modelDirectory';
import { SHIPPED_ENCODERS } from '../../src/engine/modelEncoder';
import { bestReading, textJudge } from '../../src/training/encoder/chooseEncoder';
import { PRODUCT_LANGUAGES, productTexts } from '../../test/support/productTexts';

const SEED = 3;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { products: { type: 'string', default: '20' }, shops: { type: 'string', default: '200' } },
  });
  const { english, multilingual } = SHIPPED_ENCODERS;
  const judge = await textJudge([english, multilingual]);
  const catalogs = new Map(PRODUCT_LANGUAGES.map((language) => [language, productTexts(language)]));
  for (const model of ['online-retail', 'demo-shop'])
    catalogs.set(
      model,
      (await readProducts(shipped(`onnx/${model}`))).map(({ description }) => description),
    );
  for (const file of positionals) catalogs.set(basename(file), readFileSync(file, 'utf8').trim().split('\n'));
  console.log('| texts | multilingual to English tokens | known letters | English | multilingual |');
  console.log('| --- | --- | --- | --- | --- |');
  for (const [name, texts] of catalogs) {
    const random = new Random(SEED);
    const shops = Array.from({ length: Number(values.shops) }, () =>
      judge(random.shuffle([...texts]).slice(0, Number(values.products))),
    );
    const spread = (numbers: number[]) =>
      [0, 0.5, 1].map((share) => quantile(numbers, share).toFixed(2)).join(', ');
    const ratios = spread(shops.map(([first, second]) => second.tokens / first.tokens));
    const known = spread(shops.map(([first]) => first.known));
    const byEnglish = shops.filter((readings) => bestReading(readings) === readings[0]).length;
    console.log(`| ${name} | ${ratios} | ${known} | ${byEnglish} | ${shops.length - byEnglish} |`);
  }
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
