import { certain } from '../../common/certain';
import { skuKey } from '../../common/sku';
import { invalidFields } from '../../contract/invalidFields';
import { MAX_SCENARIOS } from '../../contract/limits';
import type { Scenario } from '../../contract/scenarios';
import type { Database } from '../database/database';

/** Saves a scenario, replacing one of the same name. Throws `invalid` if there are too many. */
export function putScenario(database: Database) {
  const put = database.prepare(
    `INSERT INTO scenarios (name, address, sku, saved) VALUES (?, ?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET address = excluded.address, sku = excluded.sku, saved = excluded.saved`,
  );
  const others = database.prepare<[string], number>('SELECT count(*) FROM scenarios WHERE name <> ?').pluck();
  return ({ name, address, saved }: Scenario): void => {
    if (certain(others.get(name), 'count') >= MAX_SCENARIOS) {
      const message = `would be one more than the ${MAX_SCENARIOS} scenarios that are kept; delete one first`;
      throw invalidFields([{ path: 'name', message }]);
    }
    const sku = new URLSearchParams(address.slice(address.indexOf('?'))).get('sku');
    put.run(name, address, sku === null ? null : skuKey(sku), saved);
  };
}

/** Deletes a scenario; false if there is none of this name. Its content is erased from the file. */
export function removeScenario(database: Database) {
  const remove = database.prepare('DELETE FROM scenarios WHERE name = ?');
  const erase = database.prepare('INSERT OR IGNORE INTO erasures (due) VALUES (1)');
  return (name: string): boolean => {
    if (remove.run(name).changes === 0) return false;
    erase.run();
    return true;
  };
}
