/**
 * npx tsx scripts/tables/noise.ts noise.csv [ROWS] [SEED]
 * Writes a CSV table whose text says nothing about its target: `units` depends on price, size and range alone, and the
 * title is drawn word by word at random. An honest comparison says of it that text does not help. noise.schema.json is
 * its schema.
 */
import { stringify } from 'csv-stringify/sync';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { writeWhole } from '../../src/common/writeWhole';

const WORDS =
  'amber basket cedar dove ember fern garnet hazel iris jade kite linen maple nettle olive pearl quartz rose slate thyme'.split(
    ' ',
  );
const RANGES = ['basic', 'classic', 'premium'];

export interface NoiseRow {
  id: string;
  title: string;
  price: number;
  size: number;
  range: string;
  units: number;
}

export function noiseTable(rows: number, seed = 0): NoiseRow[] {
  const random = xoroshiro128plus(seed);
  const uniform = () => uniformFloat64(random);
  const one = (all: readonly string[]) => all[Math.floor(uniform() * all.length)];
  return Array.from({ length: rows }, (_, i) => {
    const price = Math.round((1 + 30 * uniform() ** 2) * 100) / 100;
    const size = Math.round(10 + 90 * uniform());
    const range = one(RANGES);
    const noise = uniform() + uniform() + uniform() - 1.5;
    const log = 5 - 0.9 * Math.log(price) + 0.012 * size + 0.4 * RANGES.indexOf(range) + noise;
    return {
      id: `N${i}`,
      title: Array.from({ length: 4 }, () => one(WORDS)).join(' '),
      price,
      size,
      range,
      units: Math.round(Math.exp(log)),
    };
  });
}

if (require.main === module) {
  const [file, rows = '1000', seed = '0'] = process.argv.slice(2);
  if (!file) throw new Error('usage: npx tsx scripts/tables/noise.ts noise.csv [ROWS] [SEED]');
  void writeWhole(file, stringify(noiseTable(Number(rows), Number(seed)), { header: true }));
}
