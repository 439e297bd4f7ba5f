import { embedAndPredictRequest } from '../contract/forecastRequests';
import type { ForecastService } from '../contract/service';

/** A request's items: many, so that loops are compiled as long ones; few enough not to keep those waiting who come meanwhile. */
const ITEMS = 64;
/** Different texts among them: enough to have them encoded in batches, few enough to take no time. */
const TEXTS = 32;
/** Items after which little is left to compile. */
const ITEMS_AT_MOST = 16_384;

/** What a rehearsal came to. Milliseconds. */
export interface Rehearsed {
  items: number;
  milliseconds: number;
}

/**
 * Has a service forecast made-up items until the code that they run through is compiled, the time is over or somebody
 * else wants it: the first thousands cost two to three times what later ones do. Rejects as the service does.
 */
export async function rehearse(
  service: ForecastService,
  milliseconds: number,
  wanted: () => boolean,
): Promise<Rehearsed> {
  const since = performance.now();
  const body = JSON.stringify({ items: Array.from({ length: ITEMS }, (_, index) => madeUp(index)) });
  const { signal } = new AbortController();
  let items = 0;
  // One request after the other: two would have a further inference process started.
  while (items < ITEMS_AT_MOST && performance.now() - since < milliseconds && !wanted()) {
    items += ITEMS;
    const request = embedAndPredictRequest.parse(JSON.parse(body));
    JSON.stringify(await service.embedAndPredict(request, { requestId: 'rehearsal', signal }));
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
