import { openOnCpu } from '../../engine/runtime';
import { packTokens } from '../../engine/packTokens';
import { tokenFeeds } from '../../engine/encoderSession';
import type { ValueTypes } from '../../graph/differentiable/importGraph';
import { type ElementType, type ModelProto, writeModel } from '../../graph/proto';

/** Two batches that differ only in the number of texts N and in their length L. */
const PROBES = [
  { texts: 2, length: 5 },
  { texts: 3, length: 7 },
] as const;
const NAMES = new Map([
  ['2,3', 'N'],
  ['5,7', 'L'],
]);
const TYPES: Readonly<Record<string, ElementType>> = {
  float32: 'float',
  int64: 'int64',
  int32: 'int32',
  bool: 'bool',
  uint8: 'uint8',
  int8: 'int8',
};

/** Type and dimensions of every value of an encoder, inferred from two small batches. */
export async function valueTypes(model: ModelProto): Promise<ValueTypes> {
  const names = [...new Set(model.graph.node.flatMap(({ output }) => output).filter(Boolean))];
  const own = new Map(model.graph.output.map((output) => [output.name, output]));
  const output = names.map((name) => own.get(name) ?? { name });
  const session = await openOnCpu(writeModel({ ...model, graph: { ...model.graph, output } }));
  const runs = [];
  for (const { texts, length } of PROBES) {
    const tokens = packTokens(
      Array.from({ length: texts }, () => Int32Array.from({ length }, (_, at) => 4 + at)),
    );
    runs.push(await session.run(tokenFeeds(tokens, { rows: texts, tokens: length }, session.inputNames)));
  }
  await session.release();
  const [one, other] = runs;
  return new Map(
    names.map((name) => {
      const type = TYPES[one[name].type];
      if (!type) throw new Error(`'${name}' is of type ${one[name].type}, which is not known here`);
      const shape = one[name].dims.map((size, axis) => sizeOf(size, other[name].dims[axis]));
      return [name, { type, shape }];
    }),
  );
}

function sizeOf(one: number, other: number): number | string {
  if (one === other) return one;
  const key = `${one},${other}`;
  return NAMES.get(key) ?? `size ${key}`;
}
