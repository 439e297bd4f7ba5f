import { z } from 'zod';
import type { HubSettings } from './hubSettings';
import { type EncoderSource, type OpenedFile, type SourceFile, TemporaryFailure } from './source';

const REDIRECTS = [301, 302, 303, 307, 308];
const MOST_REDIRECTS = 5;
const MODEL_ID = /^(?:[\w-][\w.-]*\/)?[\w-][\w.-]{0,95}$/;
const REVISION = /^[\w-][\w.-]*(?:\/[\w-][\w.-]*)*$/;

const modelInfo = z.looseObject({
  sha: z.string().regex(/^[0-9a-f]{40,64}$/),
  siblings: z.array(
    z.looseObject({
      rfilename: z.string(),
      size: z.number().int().nonnegative().nullish(),
      blobId: z.string().nullish(),
      lfs: z.looseObject({ sha256: z.string() }).nullish(),
    }),
  ),
});

interface Answer {
  response: Response;
  /** Headers of the hub's own response, before any redirect to storage. */
  hub: Headers;
}

/** Whether this is a model name of the hub, not a path. */
export function isModelId(id: string): boolean {
  return MODEL_ID.test(id) && !/\.\.|--|\.git$/.test(id);
}

/** Whether this is a valid name of a branch, tag or commit. */
export function isRevision(revision: string): boolean {
  return REVISION.test(revision) && !revision.includes('..');
}

/** Lists the files of a model's revision (branch, tag or commit). Throws an Error that says what to do. */
export async function hubSource(hub: HubSettings, id: string, revision: string): Promise<EncoderSource> {
  const what = revision === 'main' ? `'${id}'` : `'${id}' at '${revision}'`;
  const url = `${hub.endpoint}/api/models/${id}/revision/${encodeURIComponent(revision)}?blobs=true`;
  const { response } = await ask(hub, url, what, id);
  const parsed = modelInfo.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success) throw new Error(`${hub.endpoint} does not answer as the hub does; check HF_ENDPOINT`);
  const { sha, siblings } = parsed.data;
  const files = siblings.map(({ rfilename, size, blobId, lfs }) => ({
    path: rfilename,
    size: size ?? null,
    checksum: lfs?.sha256 ?? blobId ?? null,
  }));
  return { name: id, revision: sha, files, open: (file, offset) => openFile(hub, id, sha, file, offset) };
}

async function openFile(
  hub: HubSettings,
  id: string,
  commit: string,
  file: SourceFile,
  offset: number,
): Promise<OpenedFile> {
  const path = file.path.split('/').map(encodeURIComponent).join('/');
  const url = `${hub.endpoint}/${id}/resolve/${commit}/${path}`;
  const range = offset > 0 ? { range: `bytes=${offset}-` } : undefined;
  const { response, hub: headers } = await ask(hub, url, `${file.path} of '${id}'`, id, range);
  file.checksum ??= checksumOf(headers.get('x-linked-etag') ?? headers.get('etag'));
  file.size ??= sizeOf(headers.get('x-linked-size') ?? (offset > 0 ? null : headers.get('content-length')));
  if (!response.body) throw new TemporaryFailure(`${file.path} of '${id}' came without a body`);
  const from = Number(/^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1] ?? 0);
  return { offset: response.status === 206 ? from : 0, bytes: readable(response.body, file.path) };
}

/** Makes a broken connection a failure that is worth a retry. */
async function* readable(body: ReadableStream<Uint8Array>, path: string): AsyncIterable<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw new TemporaryFailure(`the connection broke while ${path} came`, undefined, { cause: error });
  }
}

/** Follows redirects itself: only the hub gets the token, and only the hub's own headers have the checksum. */
async function ask(
  hub: HubSettings,
  address: string,
  what: string,
  id: string,
  extra?: Record<string, string>,
): Promise<Answer> {
  const { origin } = new URL(hub.endpoint);
  let url = new URL(address);
  let first: Headers | undefined;
  for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
    const headers = new Headers({ 'accept-encoding': 'identity', 'user-agent': 'shelfcast', ...extra });
    if (hub.token && url.origin === origin) headers.set('authorization', `Bearer ${hub.token}`);
    const response = await fetch(url, { headers, redirect: 'manual' }).catch((error: unknown) => {
      throw new TemporaryFailure(
        `cannot reach ${url.host} (${reasonOf(error)}); check the network and HF_ENDPOINT`,
      );
    });
    const location = response.headers.get('location');
    if (url.origin === origin) first = response.headers;
    if (REDIRECTS.includes(response.status) && location) {
      await response.body?.cancel();
      url = new URL(location, url);
      continue;
    }
    if (response.ok) return { response, hub: first ?? response.headers };
    await response.body?.cancel();
    throw refusal(response, url.host, what, hub, id);
  }
  throw new Error(`${what}: more than ${MOST_REDIRECTS} redirects; check HF_ENDPOINT`);
}

function refusal(
  { status, headers }: Response,
  host: string,
  what: string,
  hub: HubSettings,
  id: string,
): Error {
  const code = headers.get('x-error-code');
  const said = `${host} answered ${status}`;
  if (status >= 500 || status === 429 || status === 408) {
    const seconds = Number(headers.get('retry-after') ?? NaN);
    return new TemporaryFailure(
      `${said} for ${what}; try again later`,
      Number.isFinite(seconds) ? seconds * 1000 : undefined,
    );
  }
  if (code === 'GatedRepo' || (status === 403 && code === null)) {
    const page = `${hub.endpoint}/${id}`;
    const then = hub.token ? 'with the account of HF_TOKEN' : 'and set HF_TOKEN to a token of that account';
    return new Error(`${said}: ${what} is gated; ask for access at ${page} ${then}`);
  }
  if (code === 'RevisionNotFound') return new Error(`${said}: there is no such revision: ${what}`);
  if (code === 'EntryNotFound') return new Error(`${said}: there is no ${what}`);
  if (status === 401 && hub.token)
    return new Error(`${said} for ${what}: check the name, and whether HF_TOKEN is valid`);
  if (status === 401) return new Error(`${said} for ${what}: check the name; if it is private, set HF_TOKEN`);
  if (status === 404) return new Error(`${said}: there is no model ${what}; check the name and the revision`);
  return new Error(`${said} for ${what}`);
}

function checksumOf(etag: string | null): string | null {
  return /^(?:W\/)?"?([0-9a-f]{64}|[0-9a-f]{40})"?$/.exec(etag ?? '')?.[1] ?? null;
}

function sizeOf(text: string | null): number | null {
  return text !== null && /^\d+$/.test(text) ? Number(text) : null;
}

function reasonOf(error: unknown): string {
  const { cause, message } = error as { cause?: { code?: string; message?: string }; message?: string };
  return cause?.code ?? cause?.message ?? message ?? 'no answer';
}
