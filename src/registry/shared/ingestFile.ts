import { type Columns, putColumns } from '../columns';
import type { Database } from '../database/database';
import { type SalesSource, writeSales, type WriteResult } from '../salesWriter';
import { readSaleFile } from './saleFile';

/** What a file of sales was understood as. */
export interface ToldFile {
  /** As writeSaleFile writes it. */
  file: string;
  source: SalesSource;
  columns: Columns;
}

/** Adds what a file tells to the catalog, as writeSales does. */
export function ingestFile(database: Database) {
  return ({ file, source, columns }: ToldFile): WriteResult => {
    const written = writeSales(database, source, readSaleFile(file));
    putColumns(database, columns);
    return written;
  };
}
