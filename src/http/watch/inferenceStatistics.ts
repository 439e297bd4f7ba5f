import type { Timings } from '../../contract/forecastAnswers';

const NS_A_MS = 1_000_000;

/** How often, and how many milliseconds in total. */
interface Sum {
  count: number;
  ms: number;
}

interface ModelSums {
  last: number;
  rows: number;
  success: Sum;
  fail: Sum;
  queue: Sum;
  tokenization: Sum;
  inference: Sum;
}

/** Statistics of each model's use through the Open Inference Protocol since the start, as in Triton. */
export class InferenceStatistics {
  private readonly models = new Map<string, ModelSums>();

  succeeded(model: string, rows: number, timings: Timings): void {
    const sums = this.sums(model);
    sums.last = Date.now();
    sums.rows += rows;
    add(sums.success, timings.total);
    add(sums.queue, timings.queue);
    add(sums.tokenization, timings.tokenization);
    add(sums.inference, timings.inference);
  }

  failed(model: string, milliseconds: number): void {
    add(this.sums(model).fail, milliseconds);
  }

  of(model: string) {
    const { last, rows, success, fail, queue, tokenization, inference } = this.sums(model);
    return {
      name: model,
      last_inference: last,
      inference_count: rows,
      execution_count: success.count,
      inference_stats: {
        success: shown(success),
        fail: shown(fail),
        queue: shown(queue),
        compute_input: shown(tokenization),
        compute_infer: shown(inference),
        compute_output: { count: success.count, ns: 0 },
      },
      batch_stats: [],
    };
  }

  /** Only names of existing models get here. */
  private sums(model: string): ModelSums {
    const known = this.models.get(model);
    if (known) return known;
    const none = (): Sum => ({ count: 0, ms: 0 });
    const made = {
      last: 0,
      rows: 0,
      success: none(),
      fail: none(),
      queue: none(),
      tokenization: none(),
      inference: none(),
    };
    this.models.set(model, made);
    return made;
  }
}

function add(sum: Sum, milliseconds: number): void {
  sum.count++;
  sum.ms += milliseconds;
}

function shown({ count, ms }: Sum): { count: number; ns: number } {
  return { count, ns: Math.round(ms * NS_A_MS) };
}
