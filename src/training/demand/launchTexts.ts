import type { DemandPanel } from '../../ingest/panel';
import type { IsWord } from '../../shop/words/knownWords';
import { Spelling } from '../../shop/words/spelling';
import { wordTerms } from '../../shop/words/terms';
import { TextIndex } from '../../shop/words/textIndex';

/** Texts of the products first sold from week `origin` of a panel on, in the spelling of the shop before it. */
export function launchTexts(panel: DemandPanel, origin: number, isWord: IsWord): string[] {
  const rows = [...panel.skus.keys()];
  const known = rows
    .filter((sku) => panel.firstSale[sku] < origin)
    .map((sku) => [sku, panel.descriptionAt(sku, origin)] as const);
  const spelling = new Spelling(TextIndex.of(known, wordTerms));
  for (const [, text] of known) spelling.note(text);
  return rows
    .filter((sku) => panel.firstSale[sku] >= origin)
    .map((sku) => spelling.read(panel.descriptionAt(sku, origin), isWord).text);
}
