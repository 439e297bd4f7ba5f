import { type DemandSchema, demandSchema } from '../../src/contract/dataSchema';
import { readDemand } from '../../src/ingest/readDemand';
import { temporary } from './files';

/** Single sales, whose codes begin with a letter. */
export const sales = demandSchema.parse({
  mode: 'demand',
  granularity: 'transaction',
  sku: 'code',
  date: 'sold',
  target: 'units',
  price: 'price',
  description: 'text',
  keep: [{ column: 'code', match: '^[A-Za-z]' }],
});
export const weekly = demandSchema.parse({ ...sales, granularity: 'week', keep: [], promo_text: 'promo' });
export const HEADER = 'code,sold,units,price,text';

const files = temporary();
afterAll(files.remove);

/** Reads a file of such content. */
export function read(content: string | Uint8Array, schema: DemandSchema = sales, options = {}) {
  return readDemand(files.file(content), schema, options);
}
