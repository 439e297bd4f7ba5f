import type { Words } from './words';

export const nl: Words = {
  undone:
    'geannul, geretour, retour, creditnota, creditfactuur, terugbetaal, offerte, concept$, geweigerd, mislukt',
  sales: 'verkoop, verkocht, verkoopfactuur, factuur, uitgaand, afgifte, werkelijk',
  bought: 'inkoop, leverancier',
  others:
    'ontvang, inkomend, verplaats, correctie, voorraad, inventaris, begroot, prognose, ^betaling$, ' +
    'kosten, commissie',
  movements: 'uit:in, uitgaand:inkomend',
  charges: 'statiegeld, verzending, verzendkosten, bezorgkosten, korting, fooi, afronding',
};
