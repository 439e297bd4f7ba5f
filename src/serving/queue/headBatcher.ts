import { errorOf } from '../../common/thrown';
import type { HeadInputs, HeadKind, HeadOutputs } from '../../contract/head';
import type { ServingObserver } from '../../contract/observer';
import { concatenated } from '../../common/rows';
import { PassingMap } from '../../common/passingMap';
import type { EnginePool } from '../../engine/pool';
import { engineFailure } from './engineFailure';
import { rowsOf } from './headRows';

interface Job {
  inputs: HeadInputs;
  resolve(outputs: HeadOutputs): void;
  reject(error: Error): void;
}

/** Jobs of one head: those waiting, and the number of running ones. */
interface Lane {
  waiting: Job[];
  running: number;
}

const MOST_ROWS = 512;
/** Below this many rows, dividing them between processes costs more than it saves. */
const LEAST_ROWS = 64;

/** Runs heads in the inference processes; jobs that arrive while they are busy run together. */
export class HeadBatcher {
  private readonly lanes = new PassingMap<string, Lane>();

  constructor(
    private readonly pool: EnginePool,
    private readonly observer: ServingObserver,
  ) {}

  run(key: string, kind: HeadKind, inputs: HeadInputs): Promise<HeadOutputs> {
    return new Promise((resolve, reject) => {
      const name = `${kind} ${key}`;
      const lane = this.lanes.get(name) ?? { waiting: [], running: 0 };
      this.lanes.set(name, lane);
      lane.waiting.push({ inputs, resolve, reject });
      // Items whose texts came back in one batch of the encoder go into one run.
      if (lane.waiting.length === 1) setImmediate(() => this.advance(name, lane, key, kind));
    });
  }

  private advance(name: string, lane: Lane, key: string, kind: HeadKind): void {
    const { wanted } = this.pool.state();
    while (lane.waiting.length > 0 && lane.running < wanted) {
      const share = Math.ceil(rowsIn(lane.waiting) / (wanted - lane.running));
      const jobs = takeRows(lane.waiting, Math.min(MOST_ROWS, Math.max(LEAST_ROWS, share)));
      lane.running++;
      void this.runTogether(jobs, key, kind).finally(() => {
        lane.running--;
        if (lane.running === 0 && lane.waiting.length === 0) this.lanes.delete(name);
        else this.advance(name, lane, key, kind);
      });
    }
  }

  private async runTogether(jobs: Job[], key: string, kind: HeadKind): Promise<void> {
    try {
      const inputs = jobs.length === 1 ? jobs[0].inputs : joined(jobs.map((job) => job.inputs));
      const { outputs, seconds } = await this.pool.runHead(key, kind, inputs);
      this.observer.predicted(seconds, inputs.rows);
      let from = 0;
      for (const job of jobs) {
        job.resolve(rowsOf(outputs, inputs.rows, from, job.inputs.rows));
        from += job.inputs.rows;
      }
    } catch (error) {
      if (jobs.length === 1) jobs[0].reject(engineFailure(errorOf(error), 'The forecasting head'));
      // One job's numbers must not fail the others.
      else await Promise.all(jobs.map((job) => this.runTogether([job], key, kind)));
    }
  }
}

function rowsIn(jobs: readonly Job[]): number {
  return jobs.reduce((sum, { inputs }) => sum + inputs.rows, 0);
}

/** The first jobs with at most `most` rows, but at least one job. */
function takeRows(waiting: Job[], most: number): Job[] {
  let rows = 0;
  const past = waiting.findIndex(({ inputs }) => (rows += inputs.rows) > most);
  return waiting.splice(0, past < 0 ? waiting.length : Math.max(1, past));
}

function joined(parts: HeadInputs[]): HeadInputs {
  const withPromo = parts.some(({ promo }) => promo.length > 0);
  return {
    rows: parts.reduce((sum, { rows }) => sum + rows, 0),
    features: concatenated(parts.map(({ features }) => features)),
    analogs: concatenated(parts.map(({ analogs }) => analogs)),
    description: concatenated(parts.map(({ description }) => description)),
    promo: concatenated(withPromo ? parts.map(promoOrZeros) : []),
    bankIndex: Int32Array.from(parts.flatMap(({ bankIndex }) => [...bankIndex])),
  };
}

function promoOrZeros({ promo, description }: HeadInputs): Float32Array {
  return promo.length > 0 ? promo : new Float32Array(description.length);
}
