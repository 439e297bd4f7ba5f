import { join } from 'node:path';
import { Engine } from '../../../src/engine/engine';
import { TABLE_DEFAULTS } from '../../../src/training/table/tableOptions';
import { heldOutRows } from '../../../src/training/table/firstFits';
import { tuneToTable } from '../../../src/training/table/tuneToTable';
import { products } from './products';

const TINY = join(__dirname, '../../fixtures/encoders/tiny-bert');
const ROWS = products({ rows: 140 });
const OPTIONS = { numeric: ['size'], categorical: ['range'], seed: 3 };

test('rows that tell how long heads train are not seen by the tuning, and judge it', async () => {
  const engine = await Engine.start({ encoder: TINY, device: 'cpu', processes: 1, threads: 1 });
  const tuned = async (rows: typeof ROWS) => {
    const tuning = (await tuneToTable(rows, OPTIONS, { mode: 'on' }, engine, () => {}))!;
    await tuning.close();
    return { report: tuning.report, graph: tuning.files.get('onnx/model_quantized.onnx')! };
  };
  const held = heldOutRows(ROWS.length, { ...TABLE_DEFAULTS, ...OPTIONS });
  const others = ROWS.map((row, at) => (held.includes(at) ? { ...row, target: 50 + at } : row));
  try {
    const [one, other] = [await tuned(ROWS), await tuned(others)];
    expect(one.report).toMatchObject({ items: ROWS.length - held.length, judged: held.length });
    expect(Buffer.from(other.graph).equals(one.graph)).toBe(true);
    expect(other.report.after).not.toBe(one.report.after);
    expect(await tuneToTable(ROWS, OPTIONS, { mode: 'off' }, engine, () => {})).toBeNull();
  } finally {
    await engine.close();
  }
});
