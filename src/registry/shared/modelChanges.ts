import type { Database } from '../database/database';

/** A model made by a training; its directory is sent as a blob. */
export interface TrainedModel {
  name: string;
  /** SHA-256 of its manifest. */
  hash: string;
  blob: string;
}

/** A training has made a model. */
export function putTrained(database: Database) {
  const put = database.prepare<TrainedModel>(
    'INSERT OR REPLACE INTO trained_models (name, hash, blob) VALUES (@name, @hash, @blob)',
  );
  return ({ name, hash, blob }: TrainedModel): void => void put.run({ name, hash, blob });
}

/** A trained model was removed. */
export function forgetTrained(database: Database) {
  const remove = database.prepare<[string]>('DELETE FROM trained_models WHERE name = ?');
  return ({ name }: { name: string }): void => void remove.run(name);
}

/** A model becomes the active one; if this server does not have it yet, as soon as it does. */
export function activateModel(database: Database) {
  const want = database.prepare<[string]>('UPDATE shared_view SET active = ?');
  const known = database.prepare<[string], 1>('SELECT 1 FROM models WHERE name = ?').pluck();
  const deactivate = database.prepare('UPDATE models SET active = 0 WHERE active = 1');
  const activate = database.prepare<[string]>('UPDATE models SET active = 1 WHERE name = ?');
  return ({ name }: { name: string }): void => {
    want.run(name);
    if (!known.get(name)) return;
    deactivate.run();
    activate.run(name);
  };
}
