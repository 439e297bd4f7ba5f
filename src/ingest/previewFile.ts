import { mondayOf } from '../common/week';
import { dataSchema, type DataSchema, type DemandSchema } from '../contract/dataSchema';
import { ShelfcastError } from '../contract/errors';
import type { FilePreview } from '../contract/filePreview';
import type { OnProgress } from './file/bytes';
import type { DataFile } from './file/dataFile';
import { sampleSheet } from './file/readSheet';
import { SAMPLE_ROWS, SAMPLE_UNTIL } from './guessSchema';
import { readDemand } from './readDemand';
import { openItems } from './readItems';
import { guessColumns } from './schema/guess';
import { guessedSchema, schemaTemplate } from './schema/guessedSchema';
import { sameName } from './sheet/layout';

const SHOWN_ROWS = 10;
const SHOWN_CHARACTERS = 200;

/**
 * How a file of sales or items would be interpreted, by the given schema or by a guess if that is unambiguous. Nothing
 * is stored. Throws ShelfcastError if the file is not a sheet; an error in its rows is `problem`.
 */
export async function previewFile(
  file: DataFile,
  given: DataSchema | null,
  onProgress?: OnProgress,
): Promise<FilePreview> {
  const wanted = given?.mode === 'demand' ? [given.sku, given.date, given.target, given.description] : [];
  const { columns, rows } = await sampleSheet(file, SAMPLE_ROWS, wanted, SAMPLE_UNTIL);
  const guess = guessColumns(columns, rows);
  const preview: FilePreview = {
    name: file.name,
    columns,
    first_rows: rows.slice(0, SHOWN_ROWS).map((row) => row.map((cell) => cell.slice(0, SHOWN_CHARACTERS))),
    schema: given ?? schemaTemplate(guess),
    unclear: given ? [] : guess.unclear,
    choices: given ? {} : guess.choices,
    kind: null,
    report: null,
    weeks: null,
    problem: null,
    reasons: [],
  };
  const schema = given ?? (guess.unclear.length === 0 ? dataSchema.parse(guessedSchema(guess)) : null);
  if (!schema) {
    const reasons = guess.lacks === null ? [] : [guess.lacks];
    return { ...preview, problem: guess.unclear.join('; '), reasons };
  }
  if (schema.mode !== 'demand') return { ...preview, problem: 'a schema in table mode has no weeks to show' };
  try {
    const isSales = columns.some((column) => sameName(column, schema.target));
    return { ...preview, ...(isSales ? await sales(file, schema, onProgress) : await items(file, schema)) };
  } catch (error) {
    if (!(error instanceof ShelfcastError)) throw error;
    return { ...preview, problem: error.detail, reasons: [...(error.options.reasons ?? [])] };
  }
}

async function sales(
  file: DataFile,
  schema: DemandSchema,
  onProgress?: OnProgress,
): Promise<Partial<FilePreview>> {
  const { panel, report } = await readDemand(file, schema, { onProgress });
  const weeks = Array.from({ length: panel.weeks }, (_, t) => {
    const week = { week: mondayOf(panel.firstWeek + t), units: 0, products: 0, unknown: 0 };
    for (let sku = 0; sku < panel.skus.length; sku++) {
      const units = panel.units[panel.at(sku, t)];
      if (Number.isNaN(units)) week.unknown++;
      else {
        week.units += units;
        if (units > 0) week.products++;
      }
    }
    return week;
  });
  return { kind: 'sales', report, weeks };
}

async function items(file: DataFile, schema: DemandSchema): Promise<Partial<FilePreview>> {
  const asked = await openItems(file, schema);
  const first = [];
  for await (const { item } of asked.items) if (first.length < SHOWN_ROWS) first.push(item);
  return { kind: 'items', report: asked.report(), items: first };
}
