import { FINDINGS } from '../../contract/findings';

/** What a reading found in rows, cells and files. */
export const findings = FINDINGS;
