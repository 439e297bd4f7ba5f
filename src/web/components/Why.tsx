import type { Found } from '../../contract/findings';
import { reasonsText } from './failureText';
import { Prose } from './Prose';
import { ServerSays } from './ServerSays';

/** A reason, from its codes, or in the server's words if it has none. */
export function Why({ reasons, text }: { reasons: readonly Found[]; text: string }) {
  return reasons.length > 0 ? <Prose text={reasonsText(reasons)} /> : <ServerSays text={text} />;
}
