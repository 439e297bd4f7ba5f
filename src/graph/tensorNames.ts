/** The encoder's answer: float [N, D], unit vectors. */
export const SENTENCE_OUTPUT = 'sentence_embedding';

/** Inputs of a packed graph beside those of the graph it was made from. */
export const PACKING_INPUTS = { positions: 'position_ids', textOf: 'text_of', cells: 'cells' } as const;

/** Inputs of a merged graph beside those of its parts. */
export const KEPT_INPUT = 'kept';
/** By the head's input that holds the vectors, the merged graph's that says where they are. */
export const PLACE_INPUTS = { description: 'description_place', promo: 'promo_place' } as const;
