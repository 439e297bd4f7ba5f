/** The encoder's answer: float [N, D], unit vectors. */
export const SENTENCE_OUTPUT = 'sentence_embedding';

/** Inputs of a packed graph, besides those of the original. */
export const PACKING_INPUTS = { positions: 'position_ids', textOf: 'text_of', cells: 'cells' } as const;

/** Inputs of a merged graph, besides those of its parts. */
export const KEPT_INPUT = 'kept';
/** The merged graph's input with positions, by the head's input with vectors. */
export const PLACE_INPUTS = { description: 'description_place', promo: 'promo_place' } as const;
