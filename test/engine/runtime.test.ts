import { openOnCpu, Tensor } from '../../src/engine/runtime';
import { GraphBuilder } from '../../src/graph/builder';
import { mul } from '../../src/graph/ops';

test('a number that is all but zero is zero, for the processor is slow with it', async () => {
  const graph = new GraphBuilder('small');
  const x = graph.input('x', 'float', [3]);
  graph.output('small', mul(x, graph.scalar(1e-20)));
  const session = await openOnCpu(graph.bytes());
  // 1e-38 is about the smallest number of single precision that has all its digits.
  const { small } = await session.run({ x: new Tensor('float32', Float32Array.of(1e-25, -1e-25, 1), [3]) });
  expect(Array.from(small.data as Float32Array, Math.abs)).toEqual([0, 0, Math.fround(1e-20)]);
});
