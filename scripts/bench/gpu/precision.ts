/** Precision of an encoder's weights and sums. */
export type Precision = 'fp16' | 'fp32';

export const BYTES_EACH: Record<Precision, number> = { fp16: 2, fp32: 4 };
