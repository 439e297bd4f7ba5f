import type { Found } from '../../contract/findings';
import { reasonsText } from './failureText';
import { Prose } from './Prose';
import { ServerSays } from './ServerSays';

/** A reason by its codes, or as the server says it where it has none. */
export function Why({ reasons, text }: { reasons: readonly Found[]; text: string }) {
  return reasons.length > 0 ? <Prose text={reasonsText(reasons)} /> : <ServerSays text={text} />;
}
