/** The model's three heads as the report calls them, and the control that the text-aware one must lose to. */
export const TEXT_AWARE = 'text-aware';
export const NUMERIC_ONLY = 'numeric-only';
export const TEXT_ONLY = 'text-only';
export const SHUFFLED = 'shuffled descriptions';

/** The text-aware model as it is without promotion texts, and with each drawn at random from all of them. */
export const WITHOUT_PROMOTIONS = 'without promotion text';
export const SHUFFLED_PROMOTIONS = 'shuffled promotion texts';
