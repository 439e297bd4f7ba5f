import { GraphBuilder } from '../../src/graph/builder';
import { add } from '../../src/graph/ops';
import { opsetOf, readModel, writeModel } from '../../src/graph/proto';

function sumModel(): Uint8Array {
  const graph = new GraphBuilder('sum');
  const x = graph.input('x', 'float', ['N', 2]);
  graph.output('y', add(x, graph.constant(Float32Array.of(1.5, -2), [2])));
  return graph.bytes();
}

test('reads back what was written', () => {
  const model = readModel(sumModel());
  expect(opsetOf(model)).toBe(17);
  expect(model.graph.node.map(({ op_type }) => op_type)).toEqual(['Add', 'Identity']);
  expect(
    model.graph.input[0].type?.tensor_type?.shape?.dim.map((dim) => dim.dim_param || Number(dim.dim_value)),
  ).toEqual(['N', 2]);
  const { raw_data: raw } = model.graph.initializer[0];
  expect([...new Float32Array(Uint8Array.from(raw).buffer)]).toEqual([1.5, -2]);
});

test('keeps fields outside the schema and whole 64-bit integers', () => {
  // metadata_props (field 14 of ModelProto) and the attribute INT64_MAX, written by hand.
  const metadata = Buffer.from([0x72, 0x06, 0x0a, 0x01, 0x61, 0x12, 0x01, 0x62]);
  const bytes = Buffer.concat([sumModel(), metadata]);
  const model = readModel(bytes);
  const copy = Buffer.from(writeModel(model));
  expect(copy.includes(metadata)).toBe(true);
  const attribute = readModel(
    writeModel({
      graph: { node: [{ attribute: [{ name: 'end', i: model.ir_version }] }] },
      opset_import: [{ version: 17 }],
    }),
  ).graph.node[0].attribute[0];
  expect(Number(attribute.i)).toBe(Number(model.ir_version));
});

test.each([
  ['text', Buffer.from('this is no model at all')],
  ['nothing', Buffer.alloc(0)],
  ['half a model', Buffer.from(sumModel()).subarray(0, 60)],
])('refuses %s with a clear error', (_name, bytes) => {
  expect(() => readModel(bytes)).toThrow(/not an ONNX model: ./);
});
