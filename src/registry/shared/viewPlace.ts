import { ShelfcastError } from '../../contract/errors';
import { type Database, openDatabase } from '../database/database';
import { REGISTRY } from '../database/migrations';

/** How far a server's file follows a shared catalog. */
export interface ViewPlace {
  /** Id of the log. */
  log: string;
  /** Number of the last entry that the file has. */
  sequence: number;
  /** Id of the server whose file it is. */
  server: string;
  /** Name of the model to be activated; null if none was named. */
  active: string | null;
}

/** Null for a file that is a catalog of its own. */
export function viewPlace(database: Database): ViewPlace | null {
  const found = database
    .prepare<[], ViewPlace>('SELECT log, sequence, server, active FROM shared_view')
    .get();
  return found ?? null;
}

export function putViewPlace(database: Database, place: ViewPlace): void {
  database.exec('DELETE FROM shared_view');
  database
    .prepare(
      'INSERT INTO shared_view (log, sequence, server, active) VALUES (@log, @sequence, @server, @active)',
    )
    .run(place);
}

/** Throws ShelfcastError if a file is a view: writing only to it would make it differ from the others. */
export function refuseView(database: Database): void {
  if (viewPlace(database) === null) return;
  throw new ShelfcastError(
    'invalid',
    `${database.name} is one server's view of a catalog in PostgreSQL and is only read here; send sales and files to a ` +
      'server over HTTP, and start servers with --db postgres://...',
  );
}

/** The same for a file that is not open. */
export function refuseViewFile(file: string): void {
  const database = openDatabase(file, REGISTRY);
  try {
    refuseView(database);
  } finally {
    database.close();
  }
}
