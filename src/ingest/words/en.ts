import type { Words } from './words';

export const en: Words = {
  undone:
    'cancel, void, refund, return, reversed, charge ?back, credit (?:note|memo), failed, declined, rejected, expired, ' +
    'abandoned, quotes?\\b, quotation, estimate, draft$, pro ?forma, (?:pending|awaiting) payment, payment pending, ' +
    '^test(?: orders?| sales?)?$, goods receipt, item receipt, ' +
    '(?:stock|inventory) (?:transfer|adjust|count|take|correction|receipt)',
  sales: 'sales?\\b, sold\\b, invoices?\\b, shipments?\\b, actuals?\\b',
  bought: 'purchase, vendor, supplier',
  others:
    'bills?\\b, receipts$, receiving$, inbound, inward, (?:stock|inventory|warehouse|store) transfer, ^transfers?$, adjust, stock ?(?:in|take|count)\\b, ' +
    'inventory, opening, closing, production, assembl, budget, forecast, plan\\b, planned, target$, (?:last|prior) year, ' +
    '^payments?$, payout, fees?\\b, commission, tax\\b, journal, expense, write ?off, waste, damage, shrink',
  movements: 'out:in, issue:receipt, outbound:inbound, outwards?:inwards?',
  charges:
    '(?:bottle |container )?deposit, cash, card payment, (?:visa|mastercard|maestro|amex|american express|paypal)(?: [*x\\d ]+)?, shipping, shipping (?:and handling|costs?|charges?|fees?), (?:standard|express|free|flat rate) (?:shipping|delivery), delivery, delivery (?:charges?|costs?|fees?), postage, postage (?:and|&) packing, p&p, carriage, freight, handling, handling (?:charges?|fees?), discounts?, coupon, tips?, gratuity, service charge, surcharge, card fee, rounding, adjustment, tax, sales tax, vat',
};
