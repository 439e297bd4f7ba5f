import type { ModelProto } from './proto';

/** Operators that scale a batch's numbers by the largest of them. */
const DYNAMIC = /^Dynamic(Quantize|QuantizeLinear|QuantizeMatMul|QuantizeLSTM)$/;

/** Throws an Error where a text's vector would depend on the texts beside it in a batch, as dynamic int8 makes it. */
export function refuseBatchScales({ graph }: ModelProto): void {
  const found = graph.node.find(({ op_type }) => DYNAMIC.test(op_type));
  if (!found) return;
  throw new Error(
    `is quantized dynamically (${found.op_type}): a text's vector would depend on its company in the batch; ` +
      'take another precision of it (--dtype fp32), or one that is quantized with fixed scales',
  );
}
