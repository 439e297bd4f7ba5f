/** The figure drawn as a forecast's line: the one in the headline and the sentence, whose weeks add up to the total. */
export const LINE = 'mean';
