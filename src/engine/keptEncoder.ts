import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { arch, cpus } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isDeepStrictEqual } from 'node:util';
import { makeDirectory } from '../common/makeDirectory';
import type { EncoderFiles, SessionSettings } from '../contract/messages';
import { openOptimized, optimize, RUNTIME, type InferenceSession } from './runtime';

/** To be raised when the stored form of the graphs changes. */
const FORMAT = 1;
const [MODEL, DATA, ABOUT] = ['model.onnx', 'weights', 'about.json'];
const HASH_LETTERS = 16;
const READ_BYTES = 1 << 20;
const BESIDE = '.tmp';
const LONGEST_WRITE_MS = 600_000;
/** Encoders unused for this long are removed when the next one is written. */
const LONGEST_UNUSED_MS = 30 * 86_400_000;
/** Names of folders written here, so that nothing else is removed. */
const OURS = new RegExp(`^[0-9a-f]{${HASH_LETTERS}}-`);

interface About {
  /** SHA-256 of each file by its name. */
  files: Record<string, string>;
  paddingReason: string | null;
}

/**
 * An encoder's graph, tried and optimised, stored in a folder. The next process only has to load it, and all processes
 * map the same weights, which then count once. Null if the settings name no folder, and for GPUs.
 */
export function keptEncoder(files: EncoderFiles, settings: SessionSettings): KeptEncoder | null {
  const { graphs, provider } = settings;
  return graphs === undefined || provider !== 'cpu' ? null : new KeptEncoder(graphs, files, settings);
}

class KeptEncoder {
  private readonly encoder: string;
  /** Prefix of this encoder's folders in the current format, whatever its settings. */
  private readonly madeHere: string;
  private readonly place: string;

  constructor(
    private readonly folder: string,
    { hash, pooling, normalize, dimension }: EncoderFiles,
    private readonly settings: SessionSettings,
  ) {
    this.encoder = hash.slice(0, HASH_LETTERS);
    const { packed = false } = settings;
    const made = lettersOf({ FORMAT, RUNTIME, arch: arch(), processor: cpus()[0]?.model });
    this.madeHere = `${this.encoder}-${made}-`;
    this.place = join(
      folder,
      `${this.madeHere}${lettersOf({ hash, pooling, normalize, dimension, packed })}`,
    );
  }

  /** Null if there is none, or it is damaged. */
  async open(): Promise<{ session: InferenceSession; paddingReason: string | null } | null> {
    try {
      const about = await this.whole();
      if (!about) return null;
      const session = await openOptimized(join(this.place, MODEL), this.settings);
      const now = new Date();
      await utimes(this.place, now, now).catch(() => {});
      return { session, paddingReason: about.paddingReason };
    } catch {
      return null;
    }
  }

  /**
   * Stores the graph in place of earlier ones of this encoder, after a trial `run`. False if that fails, as on a full
   * disk, or if another process is writing it. A process that ended during this leaves a mark, so that later ones serve
   * without.
   */
  async keep(
    graph: Uint8Array,
    paddingReason: string | null,
    run: (session: InferenceSession) => Promise<unknown>,
  ): Promise<boolean> {
    const beside = `${this.place}${BESIDE}`;
    try {
      makeDirectory(this.folder);
      await this.removeOthers();
      await mkdir(beside);
    } catch {
      return false;
    }
    try {
      await optimize(graph, { model: join(beside, MODEL), data: DATA }, this.settings);
      const session = await openOptimized(join(beside, MODEL), this.settings);
      await run(session);
      await session.release();
      const about: About = { files: await fileHashes(beside), paddingReason };
      await writeFile(join(beside, ABOUT), JSON.stringify(about));
      await rm(this.place, { recursive: true, force: true });
      await rename(beside, this.place);
      return true;
    } catch {
      return false;
    } finally {
      await rm(beside, { recursive: true, force: true }).catch(() => {});
    }
  }

  /** The stored description; null if the files do not match it. */
  private async whole(): Promise<About | null> {
    try {
      const about = JSON.parse(await readFile(join(this.place, ABOUT), 'utf8')) as About;
      return isDeepStrictEqual(await fileHashes(this.place), about.files) ? about : null;
    } catch {
      return null;
    }
  }

  /** Removes encoders of other runtime versions, leftovers of processes that ended, and encoders no longer used. */
  private async removeOthers(): Promise<void> {
    for (const name of await readdir(this.folder)) {
      const path = join(this.folder, name);
      if (!OURS.test(name) || path === this.place) continue;
      const idle = Date.now() - (await stat(path)).mtimeMs;
      const beingWritten = name.endsWith(BESIDE) && idle < LONGEST_WRITE_MS;
      const isOld = name.startsWith(`${this.encoder}-`) && !name.startsWith(this.madeHere);
      const inUse = !isOld && !name.endsWith(BESIDE) && idle < LONGEST_UNUSED_MS;
      if (!beingWritten && !inUse) await rm(path, { recursive: true, force: true });
    }
  }
}

function lettersOf(told: object): string {
  return createHash('sha256').update(JSON.stringify(told)).digest('hex').slice(0, HASH_LETTERS);
}

/** By file name; without the file that stores them. */
async function fileHashes(folder: string): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const name of (await readdir(folder)).sort()) {
    if (name === ABOUT) continue;
    const hash = createHash('sha256');
    await pipeline(createReadStream(join(folder, name), { highWaterMark: READ_BYTES }), hash);
    hashes[name] = hash.digest('hex');
  }
  return hashes;
}
