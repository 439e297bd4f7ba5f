import { fromHalf, toHalf } from '../common/half';
import type { HeadInputs } from '../contract/head';
import type { BatchRecords } from '../contract/messages';

/**
 * A head's inputs for records whose texts were just encoded, [T, D] row-major. `halved`: vectors are rounded to half
 * precision first, as they come back from a half-precision cache.
 */
export function gatherRecords(
  { rows, features, bankIndex, description, promo, kept }: BatchRecords,
  vectors: Float32Array,
  { dimension, halved }: { dimension: number; halved: boolean },
): HeadInputs {
  const fresh = halved ? fromHalf(toHalf(vectors)) : vectors;
  const texts = vectors.length / dimension;
  const vectorAt = (place: number) => {
    const [source, row] = place < texts ? [fresh, place] : [kept, place - texts];
    return source.subarray(row * dimension, (row + 1) * dimension);
  };
  const gathered = (places: Int32Array) => {
    const all = new Float32Array(rows * dimension);
    places.forEach((place, row) => {
      if (place >= 0) all.set(vectorAt(place), row * dimension);
    });
    return all;
  };
  return {
    rows,
    features,
    description: gathered(description),
    promo: promo.some((place) => place >= 0) ? gathered(promo) : new Float32Array(),
    // A head that uses the sales of similar products cannot run with the encoder: they are looked up in between.
    analogs: new Float32Array(),
    bankIndex,
  };
}
