/** all: products that the source does not list sold nothing in its days. listed: the source says nothing about them. */
export const COVERS = ['all', 'listed'] as const;
export type Covers = (typeof COVERS)[number];
