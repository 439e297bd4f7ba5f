/**
 * npx tsx scripts/words/abroad.ts [--model onnx/online-retail] [--shown 5]
 * What a text in another language finds among English products: 200 texts in twelve languages, each with its nearest product
 * by the multilingual encoder. How far the product found is from what was meant is told by the English encoder: it compares
 * it, and the product that it finds itself for the English text, with the English text. Prints by language the median of the
 * similarity lost, the share of the texts that lose more than .15, and those that lose most.
 */
import { parseArgs } from 'node:util';
import { median } from '../../src/common/statistics';
import { encodeTexts } from '../../src/engine/encodeTexts';
import { Engine } from '../../src/engine/engine';
import { readProducts } from '../../src/engine/modelDirectory';
import { SHIPPED_ENCODERS } from '../../src/engine/modelEncoder';
import { PRODUCT_LANGUAGES, productTexts } from '../../test/support/productTexts';

const FAR = 0.15;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      model: { type: 'string', default: 'onnx/online-retail' },
      shown: { type: 'string', default: '5' },
    },
  });
  const catalog = [...new Set((await readProducts(values.model)).map(({ description }) => description))];
  const multilingual = await Engine.start({
    encoder: SHIPPED_ENCODERS.multilingual,
    processes: 1,
    threads: 1,
  });
  try {
    const english = await multilingual.beside(SHIPPED_ENCODERS.english);
    const meant = productTexts('en');
    const judged = similarities(
      await encodeTexts(english, meant),
      await encodeTexts(english, catalog),
      catalog.length,
    );
    const products = await encodeTexts(multilingual, catalog);
    for (const language of PRODUCT_LANGUAGES) {
      const texts = productTexts(language);
      const found = similarities(await encodeTexts(multilingual, texts), products, catalog.length).map(
        placeOfMost,
      );
      const lost = found.map((product, row) => ({
        row,
        product,
        loss: Math.max(...judged[row]) - judged[row][product],
      }));
      const far = lost.filter(({ loss }) => loss > FAR);
      const share = ((100 * far.length) / texts.length).toFixed(1);
      console.log(
        `${language}: median ${median(lost.map(({ loss }) => loss)).toFixed(3)}, ${share}% over ${FAR}`,
      );
      far.sort((a, b) => b.loss - a.loss);
      for (const { row, product, loss } of far.slice(0, Number(values.shown)))
        console.log(
          `  ${loss.toFixed(2)} ${texts[row]} (${meant[row]}): ${catalog[product]}, not ${catalog[placeOfMost(judged[row])]}`,
        );
    }
  } finally {
    await multilingual.close();
  }
}

/** Cosines of unit vectors, a row a text; both row-major [., D]. */
function similarities(texts: Float32Array, products: Float32Array, count: number): Float32Array[] {
  const width = products.length / count;
  return Array.from({ length: texts.length / width }, (_, row) => {
    const text = texts.subarray(row * width, (row + 1) * width);
    return Float32Array.from({ length: count }, (_, at) =>
      text.reduce((sum, value, place) => sum + value * products[at * width + place], 0),
    );
  });
}

function placeOfMost(values: Float32Array): number {
  return values.indexOf(Math.max(...values));
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
