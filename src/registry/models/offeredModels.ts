import { rm } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import { whenUnlocked } from '../database/database';
import { trainedModels } from '../jobs/jobFiles';
import type { ModelRegistry, RegisteredModel } from './models';

/** Where a training registers its model. */
export interface OfferedModels {
  register(name: string, directory: string): Promise<void>;
  activate(name: string): Promise<void>;
  /** Removes a model and its files. */
  forget(name: string, directory: string): Promise<void>;
  close(): Promise<void>;
}

/** For users of the registry's file. */
export function ownModels(registry: ModelRegistry): OfferedModels {
  return {
    register: async (name, directory) => registry.register(name, directory),
    activate: async (name) => registry.activate(name),
    forget: async (name, directory) => {
      await whenUnlocked(() => registry.remove(name));
      await rm(directory, { recursive: true, force: true });
    },
    close: async () => {},
  };
}

/** Whether a training of the catalog made a model, so that its directory belongs to the catalog. */
export function isTrainedHere({ directory }: RegisteredModel, registryFile: string): boolean {
  return resolve(directory).startsWith(resolve(trainedModels(registryFile)) + sep);
}
