import type { Attributes } from './messages';
import { ATTRIBUTE_TYPE, type NodeProto } from './proto';

/** A node's attributes in the form used in code. Throws an Error naming one of an unsupported type. */
export function attributesOf({ op_type, attribute }: Pick<NodeProto, 'op_type' | 'attribute'>): Attributes {
  return Object.fromEntries(
    attribute.map(({ name, type, f, i, s, t, ints }) => {
      if (type === ATTRIBUTE_TYPE.float) return [name, { float: f }];
      if (type === ATTRIBUTE_TYPE.int) return [name, Number(i)];
      if (type === ATTRIBUTE_TYPE.string) return [name, Buffer.from(s).toString('utf8')];
      if (type === ATTRIBUTE_TYPE.ints) return [name, ints.map(Number)];
      if (type === ATTRIBUTE_TYPE.tensor && t) return [name, { tensor: t }];
      throw new Error(`the attribute ${name} of ${op_type} is of a kind that is not read here`);
    }),
  );
}

export function intOf(attributes: Attributes, name: string, otherwise: number): number {
  const value = attributes[name];
  return typeof value === 'number' ? value : otherwise;
}

export function floatOf(attributes: Attributes, name: string, otherwise: number): number {
  const value = attributes[name];
  return typeof value === 'object' && 'float' in value ? value.float : otherwise;
}

/** Undefined if it has none. */
export function intsOf(attributes: Attributes, name: string): readonly number[] | undefined {
  const value = attributes[name];
  return Array.isArray(value) ? (value as readonly number[]) : undefined;
}
