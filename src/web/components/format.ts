import { listed as allListed, sentenceOf as joinedClauses } from '../../languages/speaker';
import { currentFormats, pageSpeaker, t } from '../languages/speech';

/** Units rounded for reading: whole from ten on, else one decimal. */
export function units(value: number): string {
  return currentFormats().units(value);
}

/** Units in stock or ordered, with their decimals. */
export function amount(value: number): string {
  return currentFormats().amount(value);
}

/** A signed change in units; `±0` if it rounds to zero. */
export function change(value: number): string {
  return currentFormats().change(value);
}

/** A signed share, in percent. */
export function percentChange(share: number): string {
  return currentFormats().percentChange(share);
}

/** A figure of an evaluation with three decimals. */
export function figure(value: number): string {
  return currentFormats().figure(value);
}

/** A figure on an axis, with its decimals. */
export function tick(value: number): string {
  return currentFormats().tick(value);
}

/** A sum of money, whole from ten on. */
export function money(value: number): string {
  return currentFormats().money(value);
}

/** What an amount of money is called, with its currency where that is known: `Price (€)`. */
export function inCurrency(name: string): string {
  const { currency } = currentFormats();
  return currency === null ? name : t('common.inCurrency', { name, currency });
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

/** Joins clauses to a sentence. */
export function sentenceOf(clauses: readonly string[]): string {
  return joinedClauses(pageSpeaker(), clauses);
}
