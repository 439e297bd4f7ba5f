import { openOnCpu, Tensor } from '../../src/engine/runtime';
import { node, valueInfo } from '../../src/graph/messages';
import { raiseOpset } from '../../src/graph/opset';
import { opsetOf, readModel, writeModel } from '../../src/graph/proto';

/** Operators whose axes moved from an attribute to an input, and one along the last axis: float [2, 3] in and out. */
function oldGraph(): Uint8Array {
  return writeModel({
    ir_version: 7,
    opset_import: [{ domain: '', version: 12 }],
    graph: {
      name: 'old',
      node: [
        node('Softmax', ['x'], ['shares'], { axis: -1 }),
        node('ReduceSum', ['shares'], ['sums'], { axes: [1], keepdims: 0 }),
        node('Unsqueeze', ['sums'], ['column'], { axes: [1] }),
        node('ReduceMean', ['x'], ['means'], { axes: [-1], keepdims: 1 }),
        node('ReduceMax', ['x'], ['most'], { keepdims: 1 }),
        node('Squeeze', ['most'], ['largest'], { axes: [0, 1] }),
        node('Sub', ['shares', 'means'], ['centred']),
        node('Add', ['centred', 'column'], ['moved']),
        node('Mul', ['moved', 'largest'], ['y']),
      ],
      input: [valueInfo('x', 'float', [2, 3])],
      output: [valueInfo('y', 'float', [2, 3])],
    },
  });
}

async function answer(bytes: Uint8Array): Promise<Float32Array> {
  const session = await openOnCpu(bytes);
  const x = new Tensor('float32', Float32Array.of(1, -2, 0.5, 3, 0, 4), [2, 3]);
  return (await session.run({ x }))['y'].data as Float32Array;
}

test.each([13, 17, 18, 22])('a graph raised to operator set %i answers as before', async (version) => {
  const model = readModel(oldGraph());
  raiseOpset(model, version);
  expect(opsetOf(model)).toBe(version);
  const [raised, before] = [await answer(writeModel(model)), await answer(oldGraph())];
  expect(new Set(before).size).toBe(before.length);
  raised.forEach((value, at) => expect(value).toBeCloseTo(before[at], 6));
});

test('one that is not rewritten is no valid graph there', async () => {
  const model = readModel(oldGraph());
  model.opset_import[0].version = 18;
  await expect(answer(writeModel(model))).rejects.toThrow();
});

test('a lower operator set, and one later than those known, are refused', () => {
  expect(() => raiseOpset(readModel(oldGraph()), 11)).toThrow(/12 is not brought to 11 here/);
  expect(() => raiseOpset(readModel(oldGraph()), 23)).toThrow(/12 is not brought to 23 here/);
});
