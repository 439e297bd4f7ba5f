import type { Scenario } from '../contract/scenarios';
import type { Database } from './database/database';

/** The saved scenarios. */
export class ScenarioStore {
  private readonly list;

  constructor(database: Database) {
    this.list = database.prepare<[], Scenario>(
      'SELECT name, address, saved FROM scenarios ORDER BY saved DESC, name',
    );
  }

  /** Latest first. */
  all(): Scenario[] {
    return this.list.all();
  }
}
