import { dayOfClock, weekOfDay } from '../common/day';
import type { ForecastService } from '../contract/service';
import type { Catalog } from '../registry/catalog';
import type { Database } from '../registry/database/database';
import { DriftStore } from '../registry/forecasts/driftStore';
import { ForecastStore } from '../registry/forecasts/forecastStore';
import { holdLock } from '../registry/database/holdLock';
import { LaunchStore } from '../registry/launches';
import type { ModelRegistry } from '../registry/models/models';
import { Monitor, type MonitorParts } from './monitor';

export interface Monitored extends Pick<MonitorParts, 'keptWeeks' | 'log'> {
  database: Database;
  catalog: Catalog;
  registry: ModelRegistry;
  service: Pick<ForecastService, 'models' | 'forecastToKeep' | 'sharedProducts' | 'productsOf'>;
}

/** A monitor of a service's forecasts of a catalog; it does nothing before it is started, or asked to look. */
export function openMonitor(monitored: Monitored): Monitor {
  return new Monitor(monitorParts(monitored));
}

/** The parts of its monitor. */
export function monitorParts(monitored: Monitored): MonitorParts {
  const { database, catalog, registry, service, keptWeeks, log } = monitored;
  return {
    forecasts: new ForecastStore(database),
    launches: new LaunchStore(database),
    drift: new DriftStore(database),
    firstWeek: () => catalog.firstWeek,
    lastWeek: () => catalog.lastWeek,
    product: (sku) => catalog.product(sku),
    version: () => catalog.version,
    hold: () => holdLock(catalog.file, 'recordings'),
    today: () => weekOfDay(dayOfClock()),
    active: () =>
      service.models().find(({ active, state }) => active && state === 'serving')?.manifest ?? null,
    isOfShop: (model) => Promise.resolve(service.sharedProducts(model)?.same ?? null),
    productsOf: (model) => service.productsOf(model),
    directoryOf: (model) => registry.get(model)?.directory ?? null,
    forecast: (items, signal) =>
      service.forecastToKeep(items, { requestId: 'monitoring', signal, background: true }),
    onSkipped: (sku, reason) => log.warn({ sku, reason }, 'a product could not be forecast for keeping'),
    keptWeeks,
    log,
  };
}
