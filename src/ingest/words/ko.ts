import type { Words } from './words';

export const ko: Words = {
  undone: '취소, 반품, 환불, ^입고$, 견적, 입금대기, 결제대기',
  sales: '판매, 매출, 출고, 실적',
  bought: '매입',
  others: '이동, 재고조사, 조정, 예산, 예측, 계획, 목표, 전년, 수수료, 배송비',
  movements: '출고:입고',
  charges: '배송비, 할인, 봉사료',
};
