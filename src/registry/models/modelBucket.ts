import { createWriteStream, existsSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { AwsClient } from 'aws4fetch';
import { makeDirectory } from '../../common/makeDirectory';
import { messageOf } from '../../common/thrown';
import { ShelfcastError } from '../../contract/errors';
import { MODEL_NAME } from '../../contract/limits';
import { MODEL_FILES } from '../../contract/manifest';
import { finishPlacing, manifestHash, placeModel, sha256 } from './modelFiles';
import { stem } from '../database/stem';

const LIST_MS = 30_000;
const FILE_MS = 600_000;
const TRIES = 3;

/** Whether `--models` names a folder in a bucket instead of a directory. */
export function isBucket(models: string): boolean {
  return /^s3:\/\//.test(models);
}

/** Where the models of a bucket are copied to. */
export function bucketCopy(registryFile: string): string {
  return `${stem(registryFile)}-bucket`;
}

/**
 * Copies the model directories of `s3://BUCKET/FOLDER` into a directory: those that are new or changed, each completely
 * and checked by the hashes of its manifest. Credentials and address come from the variables of AWS's own tools. If the
 * bucket does not answer, earlier copies stay in use. Throws ShelfcastError if there are none.
 */
export async function bringModels(
  address: string,
  home: string,
  environment: NodeJS.ProcessEnv,
  say: (sentence: string) => void,
): Promise<void> {
  await finishPlacing(home);
  try {
    const bucket = await openBucket(address, environment);
    const files = await bucket.list();
    const names = files.flatMap((path) => {
      const [name, file, ...rest] = path.split('/');
      const isModel = file === MODEL_FILES.manifest && rest.length === 0 && MODEL_NAME.test(name);
      return isModel ? [name] : [];
    });
    for (const name of names) {
      const paths = files.filter((path) => path.startsWith(`${name}/`));
      await bringModel(bucket, join(home, name), name, paths).catch((error: Error) =>
        say(`The model ${name} of ${address} is not taken: ${error.message}`),
      );
    }
  } catch (error) {
    const message = messageOf(error);
    if (!existsSync(home) || readdirSync(home).length === 0) {
      throw new ShelfcastError('not_ready', `The models of ${address} cannot be read: ${message}.`, {
        cause: error,
      });
    }
    say(`${address} cannot be read (${message}); its models are served as they were here.`);
  }
}

interface Bucket {
  /** Paths within the folder. */
  list(): Promise<string[]>;
  get(path: string): Promise<Response>;
}

async function bringModel(bucket: Bucket, directory: string, name: string, paths: readonly string[]) {
  const manifest = await bucket.get(`${name}/${MODEL_FILES.manifest}`);
  const hash = sha256(Buffer.from(await manifest.arrayBuffer()));
  if ((await manifestHash(directory).catch(() => null)) === hash) return;
  await placeModel(directory, async (beside) => {
    for (const path of paths) {
      const target = join(beside, path.slice(name.length));
      if (relative(beside, target).startsWith('..'))
        throw new Error(`'${path}' lies outside of its directory`);
      makeDirectory(dirname(target));
      const { body } = await bucket.get(path);
      await pipeline(Readable.fromWeb(body as never), createWriteStream(target));
    }
  });
}

/** Its client is loaded here, since most servers never need it. */
async function openBucket(address: string, environment: NodeJS.ProcessEnv): Promise<Bucket> {
  const { AwsClient: Client } = await import('aws4fetch');
  const { hostname, pathname } = new URL(address);
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = environment;
  if (!accessKeyId || !secretAccessKey) {
    throw new ShelfcastError('invalid', 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set');
  }
  const region = environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION ?? 'us-east-1';
  const endpoint =
    environment.AWS_ENDPOINT_URL_S3 ?? environment.AWS_ENDPOINT_URL ?? `https://s3.${region}.amazonaws.com`;
  const sessionToken = environment.AWS_SESSION_TOKEN;
  const client = new Client({
    accessKeyId,
    secretAccessKey,
    sessionToken,
    region,
    service: 's3',
    retries: TRIES,
  });
  const base = `${endpoint.replace(/\/$/, '')}/${hostname}`;
  const folder = decodeURIComponent(pathname).replace(/^\/|\/$/g, '');
  const prefix = folder === '' ? '' : `${folder}/`;
  return {
    list: async () => (await keys(client, base, prefix)).map((key) => key.slice(prefix.length)),
    get: (path) => asked(client, `${base}/${encoded(prefix + path)}`, FILE_MS),
  };
}

/** Keys of all files with a prefix; manually created folders are left out. */
async function keys(client: AwsClient, base: string, prefix: string): Promise<string[]> {
  const found: string[] = [];
  for (let token: string | undefined, more = true; more;) {
    const query = new URLSearchParams({ 'list-type': '2', prefix, 'encoding-type': 'url' });
    if (token !== undefined) query.set('continuation-token', token);
    const text = await (await asked(client, `${base}?${query}`, LIST_MS)).text();
    const values = (tag: string) =>
      [...text.matchAll(new RegExp(`<${tag}>([^<]*)</${tag}>`, 'g'))].map(([, value]) => value);
    found.push(...values('Key').map((key) => decodeURIComponent(key.replaceAll('+', ' '))));
    token = values('NextContinuationToken').at(0);
    more = token !== undefined;
  }
  return found.filter((key) => !key.endsWith('/'));
}

async function asked(client: AwsClient, url: string, milliseconds: number): Promise<Response> {
  const response = await client.fetch(url, { signal: AbortSignal.timeout(milliseconds) });
  if (response.ok) return response;
  const code = /<Code>([^<]*)<\/Code>/.exec(await response.text())?.[1];
  throw new Error(`it answers ${response.status}${code ? ` ${code}` : ''}`);
}

function encoded(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
