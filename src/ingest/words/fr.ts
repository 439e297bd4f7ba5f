import type { Words } from './words';

export const fr: Words = {
  undone: 'annul, rembours, avoir\\b, devis, brouillon, en attente de paiement, refuse',
  sales: 'ventes?\\b, vendu, facture, sortie, livraison, reel\\b',
  bought: 'achat, fournisseur',
  others:
    'entree, reception, transfert, ajustement, inventaire, budget, prevision, objectif, ^paiement$, ' +
    'frais\\b, commission, taxe',
  movements: 'sortie:entree',
  charges:
    'consigne, livraison, frais de (?:livraison|port|dossier), frais d.expedition, port et emballage, remise, reduction, pourboire, arrondi',
};
