import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { ShelfcastError } from '../contract/errors';
import { DEFAULTS } from '../contract/settings';
import { verifyModel } from '../hub/verifyDirectory';
import { type Database, openDatabase } from '../registry/database/database';
import { REGISTRY } from '../registry/database/migrations';
import { ModelRegistry } from '../registry/models/models';
import { ownModels } from '../registry/models/offeredModels';
import { refuseView } from '../registry/shared/viewPlace';
import { printResult } from './command';
import { checkCatalog } from './dataOption';
import { encoderOption } from './encoderOption';

interface CatalogOptions {
  db: string;
  json?: boolean;
}

/** `shelfcast models activate|remove`, for the models of a catalog's servers. */
export function registerRegisteredModels(models: Command): void {
  onCatalog(
    models
      .command('activate')
      .description(
        'Checks a model and activates it; servers on the catalog switch to it within about a second.',
      ),
  )
    .argument('<name>', 'name of the model')
    .addOption(encoderOption())
    .action((name: string, { db, encoder, json }: CatalogOptions & { encoder: string }) =>
      withRegistry(db, async (registry) => {
        const { directory } = known(registry, name);
        await verifyModel(directory, { encoder });
        registry.activate(name);
        printResult(json, { name, active: true }, `${name} is the active model.`);
      }),
    );
  onCatalog(
    models.command('remove').description('Removes an inactive model with its directory and all its data.'),
  )
    .argument('<name>', 'name of the model')
    .action((name: string, { db, json }: CatalogOptions) =>
      withRegistry(db, async (registry) => {
        const { directory } = known(registry, name);
        await ownModels(registry).forget(name, directory);
        printResult(json, { name, directory }, `Removed ${name} and ${directory}.`);
      }),
    );
}

export function catalogOption(): Option {
  return new Option('--db <file>', 'SQLite file of the catalog').default(DEFAULTS.db).env('SHELFCAST_DB');
}

/** Names and directories of a catalog's models, and the active one; none without a catalog. */
export function modelsOfCatalog(db: string): { name: string; directory: string; active: boolean }[] {
  if (!existsSync(db)) return [];
  const database = openDatabase(db, REGISTRY);
  try {
    return new ModelRegistry(database).list().map((model) => ({
      ...model,
      directory: resolve(model.directory),
    }));
  } finally {
    database.close();
  }
}

function onCatalog(command: Command): Command {
  return command.addOption(catalogOption()).option('--json', 'print the result as JSON');
}

async function withRegistry(db: string, work: (registry: ModelRegistry) => Promise<void>): Promise<void> {
  checkCatalog(db);
  const database: Database = openDatabase(db, REGISTRY);
  try {
    refuseView(database);
    await work(new ModelRegistry(database));
  } finally {
    database.close();
  }
}

function known(registry: ModelRegistry, name: string) {
  const model = registry.get(name);
  if (model) return model;
  const names = registry.list().map((one) => one.name);
  const there = names.length > 0 ? `there is: ${names.join(', ')}` : 'the catalog has none';
  throw new ShelfcastError('unknown_model', `There is no model '${name}'; ${there}.`);
}
