import type { Words } from './words';

export const it: Words = {
  undone:
    'annullat, reso\\b, resi\\b, rimbors, storn, nota di credito, preventivo, bozza, in attesa di pagamento, rifiutat',
  sales: 'vendit, vendut, fattur, scontrin, scarico, uscita, effettiv',
  bought: 'acquist, fornitor',
  others:
    'carico, entrata, ricevimento, trasferiment, rettific, inventario, previsione, obiettivo, ' +
    '^pagament[oi]$, commission, imposta',
  movements: 'uscita:entrata, scarico:carico',
  charges: 'spedizione, (?:spese|costi) di spedizione, trasporto, sconto, mancia, arrotondamento',
};
