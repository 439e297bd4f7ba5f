import { stem } from './database/stem';

/** The folder of optimised encoders that goes with a registry's file; losing it costs a longer start and nothing else. */
export function graphsFolder(registryFile: string): string {
  return `${stem(registryFile)}-graphs`;
}
