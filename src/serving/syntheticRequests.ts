import { embedAndPredictRequest } from '../contract/forecastRequests';
import type { ForecastService } from '../contract/service';

/** Items per request: many, so that loops are compiled as long ones; few enough not to delay real requests. */
const ITEMS = 64;
/** Distinct texts among them: enough for batches, few enough to be fast. */
const TEXTS = 32;
/** After this many items little is left to compile. */
const ITEMS_AT_MOST = 16_384;

/** Result of a warm-up, in milliseconds. */
export interface WarmUpResult {
  items: number;
  milliseconds: number;
}

/**
 * Lets a service forecast synthetic items until the code that they use is compiled, the time is over, or a real request
 * arrives: the first thousands take two to three times as long as later ones. Rejects as the service does.
 */
export async function sendSyntheticRequests(
  service: ForecastService,
  milliseconds: number,
  wanted: () => boolean,
): Promise<WarmUpResult> {
  const since = performance.now();
  const body = JSON.stringify({ items: Array.from({ length: ITEMS }, (_, index) => madeUp(index)) });
  const { signal } = new AbortController();
  let items = 0;
  // One request at a time: two would start another inference process.
  while (items < ITEMS_AT_MOST && performance.now() - since < milliseconds && !wanted()) {
    items += ITEMS;
    const request = embedAndPredictRequest.parse(JSON.parse(body));
    JSON.stringify(await service.embedAndPredict(request, { requestId: 'warm-up', signal }));
  }
  return { items, milliseconds: Math.round(performance.now() - since) };
}

function madeUp(index: number): object {
  return {
    description: `Made-up product number ${index % TEXTS} with a handle, small`,
    price: 1 + (index % 9),
    lags: index % 2 ? [] : [3, 0, 5, 2, 8, 1, 4, 4],
  };
}
