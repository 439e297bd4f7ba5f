import { weekOf } from '../../src/common/week';
import { Monitor, type MonitorParts } from '../../src/monitoring/monitor';
import { type Monitored, monitorParts } from '../../src/monitoring/openMonitor';

const SILENT = { info: () => {}, warn: () => {} };

/** A catalog and a service to look at, and parts that are to be other ones. */
export type Watched = Omit<Monitored, 'keptWeeks' | 'log'> & Partial<MonitorParts>;

/** A monitor over a catalog and a service, which looks only when it is asked to. */
export function monitorOf({ database, catalog, registry, service, ...rest }: Watched): Monitor {
  const monitored = { database, catalog, registry, service, keptWeeks: 26, log: SILENT };
  return new Monitor({ ...monitorParts(monitored), today: () => weekOf('2026-03-09'), ...rest });
}
