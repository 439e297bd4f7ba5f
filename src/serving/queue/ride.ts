import type { HeadOutputs } from '../../contract/head';
import type { Ride } from '../../contract/messages';
import { rowsOf } from './headRows';
import type { QueuedText } from './textQueue';

/** A record that is forecast in the run that encodes its texts, where these get into one batch. */
export interface Rider {
  /** The model's. */
  key: string;
  features: Float32Array;
  bankRow: number;
  /** The submission's text at this index, or a vector known already. */
  description: number | Float32Array;
  /** The same; null where there is no promotion text. */
  promo: number | Float32Array | null;
  /** False once a batch failed with it: its head is run apart, so that no text is blamed for it. */
  willing: boolean;
  /** One row, when it has been forecast. */
  answer: HeadOutputs | null;
}

/** What riding needs to know of a submission. */
export interface Carried {
  /** By the index of a text. */
  riders: ReadonlyMap<number, Rider>;
  /** Whether vectors are wanted even where every record rides. */
  vectors: boolean;
}

/** Records in one run at most; their similarities to the bank must fit into memory. */
const MOST_RIDERS = 4096;

/** The records that ride with a batch; null where none does. */
export function board<S extends Carried>(batch: readonly QueuedText<S>[], dimension: number): Boarded | null {
  const places = placesOf(batch);
  const complete = [...places.keys()].filter((rider) => textsOf(rider).length === places.get(rider)!.size);
  if (complete.length === 0) return null;
  const key = mostFrequent(complete.map((rider) => rider.key));
  const riders = complete.filter((rider) => rider.key === key).slice(0, MOST_RIDERS);
  const aboard = new Set(riders);
  const vectors = batch.some(({ waiters }) =>
    waiters.some(({ submission, index }) => {
      const rider = submission.riders.get(index);
      return submission.vectors || !rider || !aboard.has(rider);
    }),
  );
  return new Boarded(riders, { records: recordsOf(riders, places, batch.length, dimension), vectors });
}

/** Riders that are under way with a batch. */
export class Boarded {
  constructor(
    private readonly riders: readonly Rider[],
    readonly ride: Ride,
  ) {}

  get rows(): number {
    return this.riders.length;
  }

  arrive(outputs: HeadOutputs): void {
    this.riders.forEach((rider, row) => (rider.answer = rowsOf(outputs, this.rows, row, 1)));
  }

  alight(): void {
    for (const rider of this.riders) rider.willing = false;
  }
}

/** Where the texts of each willing rider are in the batch, by their index in the submission. */
function placesOf<S extends Carried>(batch: readonly QueuedText<S>[]): Map<Rider, Map<number, number>> {
  const places = new Map<Rider, Map<number, number>>();
  batch.forEach(({ waiters }, place) => {
    for (const { submission, index } of waiters) {
      const rider = submission.riders.get(index);
      if (!rider?.willing) continue;
      const known = places.get(rider);
      if (known) known.set(index, place);
      else places.set(rider, new Map([[index, place]]));
    }
  });
  return places;
}

function textsOf({ description, promo }: Rider): number[] {
  return [description, promo].filter((text) => typeof text === 'number');
}

function recordsOf(
  riders: readonly Rider[],
  places: Map<Rider, Map<number, number>>,
  texts: number,
  dimension: number,
): Ride['records'] {
  const width = riders[0].features.length;
  const features = new Float32Array(riders.length * width);
  riders.forEach((rider, row) => features.set(rider.features, row * width));
  const known = new Map<Float32Array, number>();
  const placeOf = (rider: Rider, text: number | Float32Array | null) => {
    if (text === null) return -1;
    if (typeof text === 'number') return places.get(rider)!.get(text)!;
    if (!known.has(text)) known.set(text, texts + known.size);
    return known.get(text)!;
  };
  const description = Int32Array.from(riders, (rider) => placeOf(rider, rider.description));
  const promo = Int32Array.from(riders, (rider) => placeOf(rider, rider.promo));
  const kept = new Float32Array(known.size * dimension);
  for (const [vector, place] of known) kept.set(vector, (place - texts) * dimension);
  const bankIndex = Int32Array.from(riders, ({ bankRow }) => bankRow);
  return { key: riders[0].key, rows: riders.length, features, bankIndex, description, promo, kept };
}

function mostFrequent(keys: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts].reduce((most, next) => (next[1] > most[1] ? next : most))[0];
}
