import { weekOf } from '../../src/common/week';
import type { ForecastService } from '../../src/contract/service';
import { Monitor, type MonitorParts } from '../../src/monitoring/monitor';
import type { Catalog } from '../../src/registry/catalog';
import type { Database } from '../../src/registry/database';
import { DriftStore } from '../../src/registry/driftStore';
import { ForecastStore } from '../../src/registry/forecastStore';
import { holdLock } from '../../src/registry/holdLock';
import { LaunchStore } from '../../src/registry/launches';
import type { ModelRegistry } from '../../src/registry/models';

export interface Monitored extends Partial<MonitorParts> {
  database: Database;
  catalog: Catalog;
  registry: ModelRegistry;
  service: Pick<ForecastService, 'models' | 'forecastToKeep'>;
}

const SILENT = { info: () => {}, warn: () => {} };

/** A monitor over a catalog and a service, which looks only when it is asked to. */
export function monitorOf({ database, catalog, registry, service, ...rest }: Monitored): Monitor {
  return new Monitor({
    forecasts: new ForecastStore(database),
    launches: new LaunchStore(database),
    drift: new DriftStore(database),
    firstWeek: () => catalog.firstWeek,
    lastWeek: () => catalog.lastWeek,
    version: () => catalog.version,
    hold: () => holdLock(catalog.file, 'recordings'),
    today: () => weekOf('2026-03-09'),
    active: () => service.models().find(({ active }) => active)?.manifest ?? null,
    directoryOf: (model) => registry.get(model)?.directory ?? null,
    forecast: (items, signal) =>
      service.forecastToKeep(items, { requestId: 'monitoring', signal, background: true }),
    onSkipped: () => {},
    keptWeeks: 26,
    log: SILENT,
    ...rest,
  });
}
