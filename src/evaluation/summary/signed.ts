/** The bounds of a difference with their signs, as a sentence has them: "−0.118 to −0.056". */
export function intervalText({ low, high }: { low: number; high: number }): string {
  return `${signed(low)} to ${signed(high)}`;
}

/** Three decimals, with a plus or a minus. */
export function signed(value: number): string {
  return value < 0 ? `\u2212${Math.abs(value).toFixed(3)}` : `+${value.toFixed(3)}`;
}
