import { tensor } from './messages';
import { DATA_TYPE, inputsOf, type ModelProto, type TensorProto } from './proto';
import { floatsOf } from './tensorData';

/** Makes a float16 model compute in fp32: weights and constants are widened, casts to float16 become casts to float. */
export function widenHalves({ graph }: ModelProto): void {
  graph.input = inputsOf(graph);
  graph.initializer = graph.initializer.map(widened);
  // Recorded types would still be float16.
  graph.value_info = [];
  for (const { op_type, attribute } of graph.node) {
    for (const each of attribute) {
      if (each.t) each.t = widened(each.t);
      if (op_type === 'Cast' && each.name === 'to' && Number(each.i) === DATA_TYPE.float16)
        each.i = DATA_TYPE.float;
    }
  }
}

function widened(weight: TensorProto): TensorProto {
  if (weight.data_type !== DATA_TYPE.float16) return weight;
  return tensor(weight.name, 'float', weight.dims.map(Number), floatsOf(weight));
}
