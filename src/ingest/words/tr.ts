import type { Words } from './words';

export const tr: Words = {
  undone: 'iptal, iade, reddedil, teklif, taslak, odeme bekl',
  sales: 'satis, fatura, cikis, gerceklesen',
  bought: '^alis, satin alma, tedarikci',
  others: 'giris, transfer, sayim, duzeltme, butce, tahmin, hedef, ^odeme$, komisyon',
  movements: 'cikis:giris',
  charges: 'kargo, kargo ucreti, nakliye, indirim, bahsis',
};
