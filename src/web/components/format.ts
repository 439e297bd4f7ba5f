import { listed as allListed, sentenceOf as joinedClauses } from '../../languages/speaker';
import { currentFormats, pageSpeaker } from '../languages/speech';

/** Units as a person says them: whole from ten on, one decimal below. */
export function units(value: number): string {
  return currentFormats().units(value);
}

/** Units that someone has or orders, with the decimals that they have. */
export function amount(value: number): string {
  return currentFormats().amount(value);
}

/** A change in units with its sign; `±0` where it rounds to nothing. */
export function change(value: number): string {
  return currentFormats().change(value);
}

/** A share of one with its sign, in percent. */
export function percentChange(share: number): string {
  return currentFormats().percentChange(share);
}

/** A figure of an evaluation to three decimals. */
export function figure(value: number): string {
  return currentFormats().figure(value);
}

/** A figure on an axis, with the decimals that it has. */
export function tick(value: number): string {
  return currentFormats().tick(value);
}

export function price(value: number | null): string {
  return currentFormats().price(value);
}

export function day(iso: string): string {
  return currentFormats().day(iso);
}

export function dayOfYear(iso: string): string {
  return currentFormats().dayOfYear(iso);
}

export function month(iso: string): string {
  return currentFormats().month(iso);
}

export function count(value: number): string {
  return currentFormats().count(value);
}

export function percent(share: number): string {
  return currentFormats().percent(share);
}

/** `past sales, price and season`. */
export function listed(parts: readonly string[]): string {
  return allListed(pageSpeaker(), parts);
}

/** Clauses as one sentence. */
export function sentenceOf(clauses: readonly string[]): string {
  return joinedClauses(pageSpeaker(), clauses);
}
