import { type Columns, putColumns } from '../columns';
import type { Database } from '../database/database';
import { type SalesSource, writeSales, type WriteResult } from '../salesWriter';
import { readSaleFile } from './saleFile';

/** The parsed content of a file of sales. */
export interface ToldFile {
  /** As writeSaleFile writes it. */
  file: string;
  source: SalesSource;
  columns: Columns;
}

/** Adds a file's content to the catalog, like writeSales. */
export function ingestFile(database: Database) {
  return ({ file, source, columns }: ToldFile): WriteResult => {
    const written = writeSales(database, source, readSaleFile(file));
    putColumns(database, columns);
    return written;
  };
}
