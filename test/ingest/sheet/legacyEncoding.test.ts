import { encode } from 'iconv-lite';
import { legacyEncodingOf } from '../../../src/ingest/sheet/legacyEncoding';

const SALES = [
  '商品编号,日期,销量,单价,商品名称',
  'SP1000,2025年9月3日,2,¥7.20,蓝釉茶壶',
  'SP1001,2025年9月4日,5,¥12.90,橡木马克杯',
];

describe('The encoding of a Chinese file', () => {
  it('is told where prices have a yen sign, which takes four bytes', () => {
    const bytes = encode(SALES.join('\r\n'), 'gb18030');
    expect(bytes.toString('hex')).toContain('81308436');
    expect(legacyEncodingOf(bytes)).toBe('gb18030');
  });

  it('is told without one', () => {
    expect(legacyEncodingOf(encode(SALES.join('\r\n').replaceAll('¥', ''), 'gb18030'))).toBe('gb18030');
  });
});
