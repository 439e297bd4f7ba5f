/** The model's three heads as the report calls them, and the control that the text-aware one must lose to. */
export const TEXT_AWARE = 'text-aware';
export const NUMERIC_ONLY = 'numeric-only';
export const TEXT_ONLY = 'text-only';
export const SHUFFLED = 'shuffled descriptions';
