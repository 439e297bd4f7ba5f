import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { readDockerfile } from '../../scripts/deploy/dockerfile';

export const DEPLOY = join(__dirname, '../../deploy');
export const KUBERNETES = ['settings', 'server', 'service', 'disruption', 'autoscaler', 'network'].map(
  (name) => `kubernetes/${name}.yaml`,
);

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- What others define; the tests say what they read of it.
export type Parsed = any;

/** The documents of a YAML file of deploy/. Throws for what a strict reader would refuse or warn of. */
export function readYaml(path: string): Parsed[] {
  return parseAllDocuments(readFileSync(join(DEPLOY, path), 'utf8'), { uniqueKeys: true }).map((document) => {
    const problem = document.errors[0] ?? document.warnings[0];
    if (problem) throw new Error(`${path}: ${problem.message}`);
    return document.toJS() as Parsed;
  });
}

/** The one document of a kind among the Kubernetes manifests. */
export function manifest(kind: string): Parsed {
  const found = KUBERNETES.flatMap(readYaml).filter((each) => each.kind === kind);
  expect(found).toHaveLength(1);
  return found[0];
}

/** What the image sets for those that do not set it otherwise. */
export function imageEnvironment(): Record<string, string> {
  const properties = readDockerfile()
    .getENVs()
    .flatMap((each) => each.getProperties());
  return Object.fromEntries(properties.map((each) => [each.getName(), each.getValue()!]));
}

/** Settings by environment of everything that deploys the image, the image's own among them. */
export function environments(): Record<string, Record<string, string>> {
  const image = imageEnvironment();
  const runtime = readYaml('kserve/serving-runtime.yaml')[0].spec.containers[0].env as Parsed[];
  return {
    image,
    compose: { ...image, ...readYaml('compose.yaml')[0].services['server-1'].environment },
    kubernetes: { ...image, ...manifest('ConfigMap').data },
    kserve: { ...image, ...Object.fromEntries(runtime.map(({ name, value }) => [name, value])) },
  };
}
