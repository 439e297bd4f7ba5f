import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, relative } from 'node:path';

export const COMMIT = '0123456789abcdef0123456789abcdef01234567';

/** What a fault does to a request: it answers itself and gives true, or leaves it. */
export type Fault = (path: string, response: ServerResponse, headers: IncomingHttpHeaders) => boolean;

interface Asked {
  /** `hub` or `storage`, which is another host, as on the real hub. */
  host: 'hub' | 'storage';
  path: string;
  headers: IncomingHttpHeaders;
}

/**
 * Answers as the hub does for one model: its list of files with checksums, small files itself, large files (ONNX) by
 * a redirect to a storage of another host, ranges, ETag and X-Linked headers.
 */
export class HubStandIn {
  readonly asked: Asked[] = [];
  /** First of these that answers wins; by default none. */
  fault: Fault = () => false;
  private readonly files: Map<string, Buffer>;

  private constructor(
    private readonly id: string,
    directory: string,
    private readonly hub: Server,
    private readonly storage: Server,
  ) {
    this.files = new Map(
      readdirSync(directory, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .map((path) => [relative(directory, path), readFileSync(path)]),
    );
    hub.on('request', (request, response) => this.answer('hub', request, response));
    storage.on('request', (request, response) => this.answer('storage', request, response));
  }

  static async start(id: string, directory: string): Promise<HubStandIn> {
    const servers = [createServer(), createServer()];
    for (const server of servers) await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return new HubStandIn(id, directory, servers[0], servers[1]);
  }

  get endpoint(): string {
    return addressOf(this.hub);
  }

  /** Requests for a file's bytes, redirects not counted. */
  fetches(path: string): Asked[] {
    return this.asked.filter(
      (each) => each.path.endsWith(path) && (each.host === 'storage') === path.endsWith('.onnx'),
    );
  }

  set(path: string, bytes: Buffer): void {
    this.files.set(path, bytes);
  }

  async close(): Promise<void> {
    for (const server of [this.hub, this.storage]) {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    }
  }

  private answer(host: 'hub' | 'storage', request: IncomingMessage, response: ServerResponse): void {
    const path = decodeURIComponent(new URL(request.url!, 'http://hub').pathname);
    this.asked.push({ host, path, headers: request.headers });
    if (this.fault(path, response, request.headers)) return;
    const info = new RegExp(`^/api/models/${this.id}/revision/(.+)$`).exec(path);
    if (info) return this.info(info[1], response);
    const file = new RegExp(`^/(?:storage|${this.id}/resolve)/${COMMIT}/(.+)$`).exec(path)?.[1];
    const bytes = file === undefined ? undefined : this.files.get(file);
    if (!bytes) return refuse(response, 404, file === undefined ? 'RepoNotFound' : 'EntryNotFound');
    if (host === 'hub' && isLarge(file!)) {
      response.writeHead(302, {
        location: `${addressOf(this.storage)}/storage/${COMMIT}/${file}?signature=secret`,
        'x-linked-etag': `"${sha256(bytes)}"`,
        'x-linked-size': bytes.length,
      });
      response.end();
      return;
    }
    send(bytes, request, response);
  }

  private info(revision: string, response: ServerResponse): void {
    if (!['main', 'v1', COMMIT].includes(revision)) return refuse(response, 404, 'RevisionNotFound');
    const siblings = [...this.files].map(([rfilename, bytes]) => ({
      rfilename,
      size: bytes.length,
      blobId: gitId(bytes),
      ...(isLarge(rfilename) && { lfs: { sha256: sha256(bytes), size: bytes.length, pointerSize: 130 } }),
    }));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ id: this.id, sha: COMMIT, siblings }));
  }
}

/** Answers with a status and the header by which the hub tells why. */
export function refuse(response: ServerResponse, status: number, code?: string): void {
  response.writeHead(status, code ? { 'x-error-code': code } : {});
  response.end('<html>no</html>');
}

function send(bytes: Buffer, request: IncomingMessage, response: ServerResponse): void {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const etag = `"${gitId(bytes)}"`;
  if (start === 0) {
    response.writeHead(200, { 'content-length': bytes.length, etag });
  } else {
    const range = `bytes ${start}-${bytes.length - 1}/${bytes.length}`;
    response.writeHead(206, { 'content-length': bytes.length - start, 'content-range': range, etag });
  }
  response.end(bytes.subarray(start));
}

const isLarge = (path: string) => path.endsWith('.onnx');
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const gitId = (bytes: Buffer) =>
  createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
