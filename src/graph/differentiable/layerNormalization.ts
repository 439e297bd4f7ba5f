import type { Value } from '../builder';
import { mul, reduceMean, sub, sumTo } from '../ops';

/**
 * ONNX's LayerNormalization over the last axis [..., D] with scale and shift [D], whose mean and deviation the gradient uses
 * again (Ba et al. 2016, arXiv:1607.06450).
 */
export function layerNormalization(x: Value, scale: Value, shift: Value, epsilon: number): Value {
  const row = { type: x.type, shape: x.shape.with(-1, 1) };
  const outputs = x.graph.add(
    'LayerNormalization',
    [x, scale, shift],
    [{ type: x.type, shape: x.shape }, row, row],
    { axis: -1, epsilon: { float: epsilon } },
    (g) => {
      const normal = mul(sub(x, outputs[1]), outputs[2]);
      const scaled = mul(g, scale);
      const along = mul(normal, reduceMean(mul(scaled, normal), [-1], true));
      const centred = sub(sub(scaled, reduceMean(scaled, [-1], true)), along);
      return [mul(centred, outputs[2]), sumTo(mul(g, normal), scale.shape), sumTo(g, shift.shape)];
    },
  );
  return outputs[0];
}
