import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hubSettings } from '../../../src/hub/hubSettings';
import { pullEncoder, type PullOptions } from '../../../src/hub/pullEncoder';
import { type Fault, HubStandIn } from '../../support/hubStandIn';

export const BERT = join(__dirname, '../../fixtures/encoders/tiny-bert');
export const ONNX = readFileSync(join(BERT, 'onnx/model.onnx'));
export const ID = 'makers/tiny-bert';
export const TOKEN = 'hf_verysecret';

/** What the tests of a file pull from and to: a hub and an empty directory, new for each test. */
export interface Pulls {
  hub: HubStandIn;
  /** Directory of encoders. */
  to: string;
  /** Where the encoder goes, and where it comes together. */
  target: string;
  staging: string;
}

/** Gives each test of a file its own hub and directory. */
export function freshPulls(): Pulls {
  const pulls = {} as Pulls;
  beforeEach(async () => {
    const to = mkdtempSync(join(tmpdir(), 'shelfcast-pull-'));
    const target = join(to, ID);
    Object.assign(pulls, { hub: await HubStandIn.start(ID, BERT), to, target, staging: `${target}.part` });
  });
  afterEach(async () => {
    await pulls.hub.close();
    rmSync(pulls.to, { recursive: true });
  });
  return pulls;
}

export function pull(
  { hub, to }: Pulls,
  options: Partial<PullOptions> = {},
  env: Record<string, string> = {},
  id = ID,
) {
  const settings = hubSettings({ HF_ENDPOINT: hub.endpoint, ...env });
  return pullEncoder(id, { to, hub: settings, firstRetryMs: 1, ...options });
}

/** The error's message, which must be one line and tell no secret. */
export async function failure(pulling: Promise<unknown>): Promise<string> {
  const error = await pulling.then(
    () => new Error('it did not fail'),
    (each: Error) => each,
  );
  expect(error.message).not.toMatch(/\n|verysecret|signature/);
  return error.message;
}

/** Does something to requests for a path's bytes, the first `times` of them. */
export function fault(path: string, act: (...args: Parameters<Fault>) => void, times = 1): Fault {
  return (asked, response, headers) => {
    if (!asked.endsWith(path) || (path.endsWith('.onnx') && !asked.startsWith('/storage')) || times-- <= 0)
      return false;
    act(asked, response, headers);
    return true;
  };
}
