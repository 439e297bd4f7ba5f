/**
 * A sheet of products as they come from buying departments, to try sheets on:
 * `npx tsx scripts/page/messySheet.ts OUT.csv|OUT.xlsx [en|de|zh] [LINES]`. Descriptions in three languages; cells that are
 * missing or no value, currency signs on either side and now and then another currency, codes that a spreadsheet broke,
 * the same product twice, notes beside the columns that are understood. The language is that of the header.
 */
import { writeFileSync } from 'node:fs';
import { stringify } from 'csv-stringify/sync';
import { writeXlsx } from 'hucre/xlsx';
import { Random } from '../../src/common/random';

export const HEADERS = {
  en: [
    'Item no',
    'Description',
    'Promotion',
    'Price',
    'Launch',
    'In stock',
    'Case size',
    'Unit cost',
    'Buyer',
  ],
  de: [
    ...['Artikelnummer', 'Bezeichnung', 'Aktion', 'VK-Preis', 'Einführung', 'Lagerbestand', 'Gebinde'],
    ...['Einkaufspreis', 'Einkäufer'],
  ],
  zh: ['商品编号', '商品名称', '促销活动', '售价', '上市日期', '库存', '装箱数', '进价', '采购员'],
} as const;
export type HeaderLanguage = keyof typeof HEADERS;

const THINGS = {
  en: ['mug', 'lantern', 'cushion cover', 'cake tin', 'photo frame', 'garden trowel', 'tea towel', 'doormat'],
  de: ['Becher', 'Laterne', 'Kissenhülle', 'Backform', 'Bilderrahmen', 'Blumenkelle', 'Geschirrtuch'],
  zh: ['马克杯', '灯笼', '抱枕套', '蛋糕模具', '相框', '园艺铲', '茶巾', '门垫'],
};
const LOOKS = {
  en: ['red', 'blue "retro"', 'large', 'set of 4,', 'hand-painted', 'striped', 'vintage'],
  de: ['rot', 'blau gestreift', 'groß', '4er-Set;', 'handbemalt', 'geblümt', 'nostalgisch'],
  zh: ['红色', '蓝色条纹', '大号', '四件套', '手绘', '复古', '圆点'],
};

/** Rows under a header, as texts, and how many of them say what the product is. */
export interface MessySheet {
  header: readonly string[];
  rows: string[][];
  described: number;
}

/** The same for the same arguments. */
export function messySheet(language: HeaderLanguage, lines = 2000): MessySheet {
  const random = new Random(7);
  const chance = (share: number) => random.uniform() < share;
  const sometimes = (share: number, usual: () => string, others: readonly string[]) =>
    chance(share) ? random.pick(others) : usual();
  const description = () => {
    const spoken = random.pick(['en', 'de', 'zh'] as const);
    const words = [random.pick(LOOKS[spoken]), random.pick(LOOKS[spoken]), random.pick(THINGS[spoken])];
    return `${words.join(spoken === 'zh' ? '' : ' ')} ${10 + random.below(90)} cm`;
  };
  const money = (most: number) => {
    const amount = (1 + random.below(100 * most) / 100).toFixed(2).replace('.', ',');
    return random.pick([amount, `${amount} €`, `€${amount}`, `EUR ${amount}`, ` ${amount}`]);
  };
  const day = () => {
    const [month, date] = [1 + random.below(12), 1 + random.below(28)].map((n) => String(n).padStart(2, '0'));
    return random.pick([`2026-${month}-${date}`, `${date}.${month}.2026`]);
  };
  const rows: string[][] = [];
  while (rows.length < lines) {
    const before = rows.at(-1);
    if (before && chance(0.04)) {
      // Listed twice, the second time in other letters and with a note of its own.
      rows.push([before[0], ` ${before[1].toUpperCase()} `, ...before.slice(2, -1), 'again']);
      continue;
    }
    rows.push([
      sometimes(0.15, () => String(random.below(1e5)).padStart(6, '0'), ['', '4.00639E+12', 'n/a', 'neu']),
      sometimes(0.03, description, ['', ' ', '\u00a0']),
      sometimes(0.6, () => random.pick(['2 for 1', 'Titelseite', '第二件半价']), ['']),
      sometimes(0.25, () => money(60), [
        '',
        '-',
        'tba',
        'auf Anfrage',
        '12,-?',
        '$19,99',
        '£8,50',
        '#N/A',
        '0',
      ]),
      sometimes(0.3, day, ['', 'bald', 'KW 12', '待定', '31.02.2026', 'spring']),
      sometimes(0.3, () => String(random.below(500)), ['', '?', 'viel', '-3', '12 Stk']),
      sometimes(0.3, () => random.pick(['6', '12', '24']), ['', '0', '6er', '-']),
      sometimes(0.3, () => money(30), ['', 'k.A.', 'siehe Mail', '$4,00']),
      random.pick(['', 'AK', '李', 'Müller, B.']),
    ]);
  }
  return { header: HEADERS[language], rows, described: rows.filter((row) => row[1].trim() !== '').length };
}

/** The sheet's bytes as CSV with semicolons, or as a workbook. */
export async function messyBytes({ header, rows }: MessySheet, form: 'csv' | 'xlsx'): Promise<Uint8Array> {
  const all = [[...header], ...rows];
  if (form === 'xlsx') return writeXlsx({ sheets: [{ name: 'Sheet1', rows: all }] });
  return Buffer.from(stringify(all, { delimiter: ';' }));
}

async function main([out, language = 'de', lines = '2000']: readonly string[]): Promise<void> {
  if (!out || !(language in HEADERS))
    throw new Error('usage: messySheet.ts OUT.csv|OUT.xlsx [en|de|zh] [LINES]');
  const sheet = messySheet(language as HeaderLanguage, Number(lines));
  writeFileSync(out, await messyBytes(sheet, out.endsWith('.xlsx') ? 'xlsx' : 'csv'));
  console.log(`${out}: ${sheet.rows.length} lines, ${sheet.described} with a description`);
}

if (require.main === module) void main(process.argv.slice(2));
