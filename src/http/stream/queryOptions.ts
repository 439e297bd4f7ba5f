import { z } from 'zod';

/** A yes or no in a query string. */
export const queryFlag = (byDefault: boolean) =>
  z
    .enum(['true', 'false'])
    .default(byDefault ? 'true' : 'false')
    .transform((word) => word === 'true');
