/** The figure that a forecast's line shows: the one that the headline and the sentence name, and that adds up to it. */
export const LINE = 'mean';
