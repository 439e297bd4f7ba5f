import { useState } from 'preact/hooks';
import { addressOf } from '../../state/address';
import { comparisonParams, type Comparison } from '../../state/variants';
import { t } from '../../languages/speech';

/** The comparison is its address: whoever opens it sees the same, and nothing is stored. */
export function Share({ comparison }: { comparison: Comparison }) {
  const address = new URL(addressOf('whatif', comparisonParams(comparison)), location.href).href;
  const [copied, setCopied] = useState<string | null>(null);
  const copy = async () => {
    const done = await navigator.clipboard?.writeText(address).then(
      () => true,
      () => false,
    );
    if (!done) prompt(t('whatif.copyHere'), address);
    setCopied(address);
  };
  return (
    <button type="button" onClick={copy}>
      {copied === address ? t('whatif.copied') : t('whatif.copy')}
    </button>
  );
}
