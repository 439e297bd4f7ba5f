import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DockerfileParser, type Dockerfile } from 'dockerfile-ast';

const PATH = join(__dirname, '../../deploy/Dockerfile');

export function readDockerfile(): Dockerfile {
  return DockerfileParser.parse(readFileSync(PATH, 'utf8'));
}

/** Words of a CMD, or of a HEALTHCHECK's CMD, in their JSON form. Throws where there is none. */
export function commandOf(dockerfile: Dockerfile, keyword: 'CMD' | 'HEALTHCHECK'): string[] {
  const instruction = dockerfile.getInstructions().findLast((each) => each.getKeyword() === keyword);
  const text = /\[.*\]$/s.exec(instruction?.getRawArgumentsContent() ?? '')?.[0];
  if (text === undefined) throw new Error(`The Dockerfile has no ${keyword} in JSON form`);
  return JSON.parse(text) as string[];
}
