import { readFile } from 'node:fs/promises';
import { deserialize, serialize } from 'node:v8';
import { Tally } from '../common/tally';
import { writeWhole } from '../common/writeWhole';
import { DemandPanel, type PanelParts } from '../ingest/panel';

/** Texts as plain values, without their class. */
interface PlainParts extends Omit<PanelParts, 'descriptions'> {
  descriptions: { t: number; texts: [string, number][] }[][];
}

/** Writes a panel atomically, for this program to read again. */
export async function writePanel(file: string, parts: PanelParts): Promise<void> {
  const descriptions = parts.descriptions.map((weeks) =>
    weeks.map(({ t, texts }) => ({ t, texts: [...texts.entries()] })),
  );
  await writeWhole(file, serialize({ ...parts, descriptions } satisfies PlainParts));
}

export async function readPanel(file: string): Promise<DemandPanel> {
  const plain = deserialize(await readFile(file)) as PlainParts;
  const descriptions = plain.descriptions.map((weeks) =>
    weeks.map(({ t, texts }) => ({ t, texts: tallied(texts) })),
  );
  return new DemandPanel({ ...plain, descriptions });
}

function tallied(counts: readonly [string, number][]): Tally<string> {
  const tally = new Tally<string>();
  for (const [text, count] of counts) tally.add(text, count);
  return tally;
}
