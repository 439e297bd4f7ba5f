import type { Words } from './words';

export const de: Words = {
  undone:
    'storn, gutschrift, wareneingang, retour, ruckgabe, rueckgabe, rucksend, erstatt, abgelehnt, abgebrochen, entwurf, ' +
    'kostenvoranschlag',
  sales: 'verkauf, rechnung, warenausgang, ausgangsrechnung, lieferschein, auslieferung, abgang, ist$',
  bought: 'einkauf, lieferant, eingangsrechnung',
  others:
    'eingang, zugang, umlager, umbuch, inventur, korrektur, anfangsbestand, endbestand, ' +
    'budget, plan$, planung, soll$, prognose, vorjahr, ^zahlung$, gebuhr, gebuehr, steuer, provision',
  movements: 'abgang:zugang, ausgang:eingang, auslagerung:einlagerung',
  charges:
    '(?:einweg|mehrweg|flaschen)?pfand, leergut, barzahlung, kartenzahlung, wechselgeld, versand, versandkosten, versandpauschale, versand und verpackung, porto, fracht, frachtkosten, lieferung, liefergebuhr, rabatt, nachlass, skonto, trinkgeld, rundung, zuschlag, bearbeitungsgebuhr',
};
