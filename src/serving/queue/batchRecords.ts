import { certain } from '../../common/certain';
import { mostFrequent } from '../../common/tally';
import type { HeadOutputs } from '../../contract/head';
import type { BatchRecords } from '../../contract/messages';
import { rowsOf } from './headRows';
import type { QueuedText } from './queuedText';

/** A record that is forecast in the same run as its texts, if all of these are in one batch. */
export interface QueuedRecord {
  /** The model's key. */
  key: string;
  features: Float32Array;
  bankRow: number;
  /** Index of the text in its submission, or a cached vector. */
  description: number | Float32Array;
  /** The same; null without a promotion text. */
  promo: number | Float32Array | null;
  /** False once a batch failed with it: its head then runs separately, so that no text is blamed for it. */
  withTexts: boolean;
  /** One row, once it has been forecast. */
  answer: HeadOutputs | null;
}

/** What a batch needs to know about a submission's records. */
export interface SubmittedRecords {
  /** By the index of a text. */
  records: ReadonlyMap<number, QueuedRecord>;
  /** Whether vectors are needed even if every record is forecast with its texts. */
  vectorsWanted: boolean;
}

/** Most records in one run; their similarities to the bank must fit into memory. */
const MOST_RECORDS = 4096;

/** The records whose texts are all in a batch; null if there are none. */
export function recordsOf<S extends SubmittedRecords>(
  batch: readonly QueuedText<S>[],
  dimension: number,
): RecordsUnderWay | null {
  const places = placesOf(batch);
  const complete = [...places].filter(([record, found]) => textsOf(record).length === found.size);
  if (complete.length === 0) return null;
  const key = mostFrequent(complete.map(([record]) => record.key));
  const records = complete.filter(([record]) => record.key === key).slice(0, MOST_RECORDS);
  const taken = new Set(records.map(([record]) => record));
  const vectorsWanted = batch.some(({ waiters }) =>
    waiters.some(({ submission, index }) => {
      const record = submission.records.get(index);
      return submission.vectorsWanted || !record || !taken.has(record);
    }),
  );
  return new RecordsUnderWay([...taken], { ...gathered(records, batch.length, dimension), vectorsWanted });
}

/** Records that are forecast with a running batch. */
export class RecordsUnderWay {
  constructor(
    private readonly records: readonly QueuedRecord[],
    readonly sent: BatchRecords,
  ) {}

  get rows(): number {
    return this.records.length;
  }

  answer(outputs: HeadOutputs): void {
    this.records.forEach((record, row) => (record.answer = rowsOf(outputs, this.rows, row, 1)));
  }

  /** Forecasts them without their texts from now on. */
  part(): void {
    for (const record of this.records) record.withTexts = false;
  }
}

/** A record and the place of its texts in the batch, by their index in the submission. */
type PlacedRecord = readonly [record: QueuedRecord, places: ReadonlyMap<number, number>];

function placesOf<S extends SubmittedRecords>(
  batch: readonly QueuedText<S>[],
): Map<QueuedRecord, Map<number, number>> {
  const places = new Map<QueuedRecord, Map<number, number>>();
  batch.forEach(({ waiters }, place) => {
    for (const { submission, index } of waiters) {
      const record = submission.records.get(index);
      if (!record?.withTexts) continue;
      const known = places.get(record);
      if (known) known.set(index, place);
      else places.set(record, new Map([[index, place]]));
    }
  });
  return places;
}

function textsOf({ description, promo }: QueuedRecord): number[] {
  return [description, promo].filter((text) => typeof text === 'number');
}

function gathered(
  records: readonly PlacedRecord[],
  texts: number,
  dimension: number,
): Omit<BatchRecords, 'vectorsWanted'> {
  const [[{ key, features: first }]] = records;
  const features = new Float32Array(records.length * first.length);
  records.forEach(([record], row) => features.set(record.features, row * first.length));
  const known = new Map<Float32Array, number>();
  const placeOf = (places: PlacedRecord[1], text: number | Float32Array | null) => {
    if (text === null) return -1;
    if (typeof text === 'number') return certain(places.get(text), 'place of a text in the batch');
    const place = known.get(text) ?? texts + known.size;
    known.set(text, place);
    return place;
  };
  const description = Int32Array.from(records, ([record, places]) => placeOf(places, record.description));
  const promo = Int32Array.from(records, ([record, places]) => placeOf(places, record.promo));
  const kept = new Float32Array(known.size * dimension);
  for (const [vector, place] of known) kept.set(vector, (place - texts) * dimension);
  const bankIndex = Int32Array.from(records, ([{ bankRow }]) => bankRow);
  return { key, rows: records.length, features, bankIndex, description, promo, kept };
}
