import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { ownModule } from '../../common/ownModule';
import type { EncoderDirectory } from '../../engine/encoderDirectory';
import { packTokens } from '../../engine/packTokens';
import { TextTokenizer } from '../../engine/tokenizer';
import type { BareResult, BareWork } from './bareProcess';
import type { Measured } from './measured';

const SORTED_WITHIN = 256;
const BATCH = 32;

/**
 * Padded texts sorted by length within 256; padded texts unsorted; or unsorted texts packed several to a row, if the
 * encoder's graph allows it.
 */
export type Layout = 'sorted' | 'as they come' | 'packed';

/** The encoder alone, one process per core, in batches of 32. */
export class BareLoop {
  private readonly children: ChildProcess[];

  constructor(
    private readonly encoder: EncoderDirectory,
    processes: number,
  ) {
    const { path, execArgv } = ownModule('cli/bench/bareProcess');
    this.children = Array.from({ length: processes }, () =>
      fork(path, { execArgv, serialization: 'advanced' }),
    );
  }

  /** Why texts cannot be packed several to a row; null if they can. */
  async paddingReason(): Promise<string | null> {
    const [{ paddingReason }] = await this.ask([], true, 0);
    return paddingReason;
  }

  async run(texts: readonly string[], seconds: number, layout: Layout): Promise<Measured> {
    const batches = this.batches(texts, layout === 'sorted');
    const packed = layout === 'packed';
    await this.ask(batches, packed, 0);
    const results = await this.ask(batches, packed, seconds);
    return {
      items: results.reduce((sum, result) => sum + result.texts, 0),
      seconds: Math.max(...results.map((result) => result.seconds)),
      cpu: results.reduce((sum, result) => sum + result.cpu, 0),
    };
  }

  close(): void {
    for (const child of this.children) if (child.connected) child.disconnect();
  }

  private ask(batches: BareWork['batches'], packed: boolean, seconds: number): Promise<BareResult[]> {
    const { modelFile, hash, dimension, pooling, normalize, maxTokens, prefix } = this.encoder;
    const encoder = { modelFile, hash, dimension, pooling, normalize, maxTokens, prefix };
    return Promise.all(
      this.children.map(async (child, process) => {
        const own = batches.filter((_, at) => at % this.children.length === process);
        child.send({ encoder, batches: own, packed, seconds } satisfies BareWork);
        const [result]: BareResult[] = await once(child, 'message');
        return result;
      }),
    );
  }

  private batches(texts: readonly string[], sorted: boolean): BareWork['batches'] {
    const { tokenizerJson, tokenizerConfig } = this.encoder;
    const tokenizer = new TextTokenizer(tokenizerJson, tokenizerConfig, this.encoder);
    const ids = texts.map((text) => tokenizer.tokenize(text).ids);
    const ordered = sorted
      ? chunks(ids, SORTED_WITHIN).flatMap((chunk) => chunk.sort((a, b) => a.length - b.length))
      : ids;
    return chunks(ordered, BATCH).map(packTokens);
  }
}

function chunks<T>(values: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, at) =>
    values.slice(at * size, (at + 1) * size),
  );
}
