import { stem } from './database/stem';

/** The folder of optimised encoders that belongs to a registry's file; losing it only makes a start longer. */
export function graphsFolder(registryFile: string): string {
  return `${stem(registryFile)}-graphs`;
}
