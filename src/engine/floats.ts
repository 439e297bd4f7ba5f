import { type InferenceSession, Tensor } from './runtime';

/** A tensor of float32. */
export function floats(data: Float32Array, ...dims: number[]): Tensor {
  return new Tensor('float32', data, dims);
}

/** The values of a float32 output. Throws an Error for another type, which is a bug. */
export function floatsIn(outputs: InferenceSession.ReturnType, name: string): Float32Array {
  const { type, data } = outputs[name];
  if (!(data instanceof Float32Array)) throw new Error(`the output ${name} is ${type}; this is a bug`);
  return data;
}
