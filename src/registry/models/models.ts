import { certain } from '../../common/certain';
import { ShelfcastError } from '../../contract/errors';
import type { Database } from '../database/database';

export interface RegisteredModel {
  name: string;
  /** Where its files lie. */
  directory: string;
  active: boolean;
}

/** The models that the server offers. As soon as there is one, exactly one is active. */
export class ModelRegistry {
  private readonly statements;
  private readonly inTransaction: (work: () => void) => void;

  constructor(database: Database) {
    this.statements = {
      list: database.prepare<[], Row>('SELECT name, directory, active FROM models ORDER BY name'),
      get: database.prepare<[string], Row>('SELECT name, directory, active FROM models WHERE name = ?'),
      active: database.prepare<[], Row>('SELECT name, directory, active FROM models WHERE active = 1'),
      put: database.prepare<[string, string]>(
        `INSERT INTO models (name, directory) VALUES (?, ?)
         ON CONFLICT (name) DO UPDATE SET directory = excluded.directory`,
      ),
      deactivate: database.prepare<[]>('UPDATE models SET active = 0 WHERE active = 1'),
      activate: database.prepare<[string]>('UPDATE models SET active = 1 WHERE name = ?'),
      dataVersion: database.prepare<[], number>('PRAGMA data_version').pluck(),
      remove: database.prepare<[string]>('DELETE FROM models WHERE name = ?'),
    };
    const transaction = database.transaction((work: () => void) => work());
    this.inTransaction = (work) => transaction.immediate(work);
  }

  list(): RegisteredModel[] {
    return this.statements.list.all().map(toModel);
  }

  /** A number that changes when another program writes to the database. */
  dataVersion(): number {
    return certain(this.statements.dataVersion.get(), 'data version');
  }

  get(name: string): RegisteredModel | null {
    const row = this.statements.get.get(name);
    return row ? toModel(row) : null;
  }

  active(): RegisteredModel | null {
    const row = this.statements.active.get();
    return row ? toModel(row) : null;
  }

  /** Adds a model, or moves a known one to another directory; the first one becomes active. */
  register(name: string, directory: string): void {
    this.inTransaction(() => {
      this.statements.put.run(name, directory);
      if (!this.statements.active.get()) this.statements.activate.run(name);
    });
  }

  /** Makes a registered model the active one. */
  activate(name: string): void {
    this.inTransaction(() => {
      this.known(name);
      this.statements.deactivate.run();
      this.statements.activate.run(name);
    });
  }

  /** Removes a model from the registry; its files stay. The active one cannot be removed. */
  remove(name: string): void {
    this.inTransaction(() => {
      if (this.known(name).active) {
        throw new ShelfcastError('invalid', `the model '${name}' is active; activate another one first`);
      }
      this.statements.remove.run(name);
    });
  }

  private known(name: string): RegisteredModel {
    const model = this.get(name);
    if (!model) throw new ShelfcastError('unknown_model', `no model '${name}' is registered`);
    return model;
  }
}

interface Row {
  name: string;
  directory: string;
  active: number;
}

function toModel({ name, directory, active }: Row): RegisteredModel {
  return { name, directory, active: active === 1 };
}
