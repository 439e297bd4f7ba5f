import { rm } from 'node:fs/promises';
import type { ModelRegistry } from './models';

/** Where a training offers the model that it made. */
export interface OfferedModels {
  register(name: string, directory: string): Promise<void>;
  activate(name: string): Promise<void>;
  /** Forgets a model and its files. */
  forget(name: string, directory: string): Promise<void>;
  close(): Promise<void>;
}

/** To those who use the registry's file. */
export function ownModels(registry: ModelRegistry): OfferedModels {
  return {
    register: async (name, directory) => registry.register(name, directory),
    activate: async (name) => registry.activate(name),
    forget: async (name, directory) => {
      registry.remove(name);
      await rm(directory, { recursive: true, force: true });
    },
    close: async () => {},
  };
}
