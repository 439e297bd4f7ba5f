import type { Covers } from '../../../contract/covers';
import type { FileIngest } from '../../../contract/fileIngest';
import type { FilePreview } from '../../../contract/filePreview';
import { type FileProgress, sendFile } from '../../api/upload';
import { t } from '../../languages/speech';
import { type SalesSchema, schemaJson, schemaOf } from './salesSchema';

/** Longer texts are compressed before they are sent. */
const PACKED_FROM = 8 * 2 ** 20;
const PACKED = [
  [0x50, 0x4b],
  [0x1f, 0x8b],
];

/** Adds a sales file to the catalog: previewed after each change of its columns, then stored. */
export class SalesUpload {
  readonly name: string;
  state: 'idle' | 'looking' | 'storing' | 'stored' = 'idle';
  progress: FileProgress | null = null;
  failure: Error | null = null;
  preview: FilePreview | null = null;
  schema: SalesSchema | null = null;
  stored: FileIngest | null = null;
  /** Repeats the failed request. */
  again = () => this.look();
  /** Called on every change. */
  onChange = () => {};
  private readonly bytes: Promise<Blob>;
  private controller = new AbortController();
  /** The schema of the preview; null for the guess. */
  private lookedAt: string | null = null;

  constructor(file: File) {
    this.name = file.name;
    this.bytes = packed(file);
    void this.look();
  }

  get isBusy(): boolean {
    return this.state === 'looking' || this.state === 'storing';
  }

  /** Whether the preview matches the chosen schema. */
  get isCurrent(): boolean {
    return this.schema !== null && this.lookedAt !== null && this.lookedAt === readAs(this.schema);
  }

  /** Whether all required choices are made. */
  get isComplete(): boolean {
    return this.schema !== null && schemaJson(this.schema) !== null;
  }

  choose(schema: SalesSchema): void {
    this.schema = schema;
    this.onChange();
  }

  /** Requests a preview, with the chosen schema, or at first with a guess. */
  async look(): Promise<void> {
    this.again = () => this.look();
    const schema = this.schema && schemaJson(this.schema);
    await this.send<FilePreview>('looking', '/files/preview', schema ? { schema } : {}, (preview) => {
      this.preview = preview;
      this.schema ??= schemaOf(preview);
      this.lookedAt = preview.kind === 'sales' ? readAs(this.schema) : null;
      this.state = 'idle';
    });
  }

  /**
   * Adds the sales to the catalog. `covers`: what the file means for products that it does not list; empty: not chosen.
   */
  async store(covers: '' | Covers): Promise<void> {
    this.again = () => this.store(covers);
    const query = { schema: schemaJson(this.schema!)!, ...(covers && { covers }) };
    await this.send<FileIngest>('storing', '/ingest', query, (stored) => {
      this.stored = stored;
      this.state = 'stored';
    });
  }

  /** Aborts the request: either the whole file is stored or nothing. */
  stop(): void {
    this.controller.abort();
  }

  private async send<T extends object>(
    state: 'looking' | 'storing',
    path: string,
    query: Record<string, string>,
    done: (answer: T) => void,
  ): Promise<void> {
    Object.assign(this, { state, failure: null, progress: null });
    this.controller = new AbortController();
    const { signal } = this.controller;
    const onProgress = (progress: FileProgress) => {
      this.progress = progress;
      this.onChange();
    };
    this.onChange();
    try {
      const all = new URLSearchParams({ name: this.name.slice(0, 200), progress: 'true', ...query });
      const bytes = await this.readableBytes();
      done(await sendFile<T>(`${path}?${String(all)}`, bytes, onProgress, signal));
    } catch (error) {
      this.state = 'idle';
      this.failure = signal.aborted ? null : (error as Error);
    }
    this.onChange();
  }

  /** Rejects if the file was changed, moved or deleted since it was chosen: the browser then cannot read it. */
  private async readableBytes(): Promise<Blob> {
    try {
      const bytes = await this.bytes;
      await bytes.slice(0, 1).arrayBuffer();
      return bytes;
    } catch (cause) {
      throw new Error(t('sheets.unreadable'), { cause });
    }
  }
}

/** The part of a schema that decides how a file is read. */
function readAs(schema: SalesSchema): string | null {
  return schemaJson({ ...schema, currency: '' });
}

/** A long text compressed with gzip; other content unchanged. */
async function packed(file: File): Promise<Blob> {
  if (file.size < PACKED_FROM) return file;
  const start = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (PACKED.some(([first, second]) => start[0] === first && start[1] === second)) return file;
  return new Response(file.stream().pipeThrough(new CompressionStream('gzip'))).blob();
}
