import type { ModelProto } from './proto';

/** Operators whose scale depends on the largest number of a batch. */
const DYNAMIC = /^Dynamic(Quantize|QuantizeLinear|QuantizeMatMul|QuantizeLSTM)$/;

/** Throws an Error if a text's vector would depend on the other texts of its batch, as with dynamic int8. */
export function refuseBatchScales({ graph }: ModelProto): void {
  const found = graph.node.find(({ op_type }) => DYNAMIC.test(op_type));
  if (!found) return;
  throw new Error(
    `is quantized dynamically (${found.op_type}): a text's vector would depend on the other texts of its batch; ` +
      'take another precision of it (--dtype fp32), or one that is quantized with fixed scales',
  );
}
