import type { Order, OrderTerms } from '../../../contract/orders';
import { failureText } from '../../components/failureText';
import { streamLines } from '../../api/stream';
import type { BadLine } from '../catalog/readSheet';
import type { SheetResult } from '../catalog/sheetRun';

/** Totals of a sheet's orders; revenue and margin where known. */
export interface OrderTotals {
  orders: number;
  units: number;
  revenue: { sum: number; of: number };
  margin: { sum: number; of: number };
}

/** Requests the orders of a sheet's lines; results that arrived are kept, even if others fail. */
export class OrderRun {
  readonly orders = new Map<number, Order>();
  readonly bad: BadLine[] = [];
  readonly total: number;
  state: 'running' | 'done' | 'broken' = 'running';
  failure: Error | null = null;
  private readonly controller = new AbortController();

  /** `terms` are defaults for lines without their own. */
  constructor(
    results: readonly SheetResult[],
    private readonly terms: Partial<OrderTerms>,
  ) {
    this.total = results.length;
    void this.run(
      results.map(({ asked }) => asked.line),
      results.map((result) => ({ ...result.asked.item, ...this.termsOf(result) })),
    );
  }

  /** The criterion of a line's order. */
  termsOf({ asked }: SheetResult): Partial<OrderTerms> {
    return { ...this.terms, ...asked.terms };
  }

  get totals(): OrderTotals {
    const totals = { orders: 0, units: 0, revenue: { sum: 0, of: 0 }, margin: { sum: 0, of: 0 } };
    for (const { quantity, expected } of this.orders.values()) {
      if (quantity > 0) totals.orders++;
      totals.units += quantity;
      for (const figure of ['revenue', 'margin'] as const) {
        const value = expected[figure];
        if (value === null) continue;
        totals[figure].sum += value;
        totals[figure].of++;
      }
    }
    return totals;
  }

  stop(): void {
    this.controller.abort();
  }

  private async run(lines: readonly number[], items: readonly unknown[]): Promise<void> {
    try {
      await streamLines<Order>(
        '/orders',
        items,
        (result) => {
          const line = lines[result.index]!;
          if ('error' in result) this.bad.push({ line, reason: failureText(result.error) });
          else this.orders.set(line, result.answer);
        },
        this.controller.signal,
      );
      this.state = 'done';
    } catch (error) {
      this.state = 'broken';
      this.failure = this.controller.signal.aborted ? null : (error as Error);
    }
  }
}
