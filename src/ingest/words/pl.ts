import type { Words } from './words';

export const pl: Words = {
  undone: 'anulow, zwrot, zwroc, korekt, odrzucon, oczekuje na platnosc, nieoplacon, szkic',
  sales: 'sprzeda, faktur, paragon, wydani, rozchod, ^wz$, wykonanie',
  bought: 'zakup, dostawc',
  others: 'przyjec, przychod, przesuni, inwentaryz, ^pz$, ^mm$, budzet, plan$, prognoz, ^platnosc$, prowizj',
  movements: 'rozchod:przychod, wydanie:przyjecie',
  charges: 'wysylka, dostawa, koszt(?:y)? (?:wysylki|dostawy), rabat, napiwek, zaokraglenie',
};
