import type { Words } from './words';

export const ja: Words = {
  undone: '取消, キャンセル, 返品, 返金, ^入庫$, ^入荷$, 見積, 下書き, 入金待ち, テスト注文',
  sales: '売上, 販売, 出庫, 出荷, 実績',
  bought: '仕入',
  others: '移動, 棚卸, 調整, 予算, 予測, 計画, 目標, 前年, 手数料, 送料',
  movements: '出庫:入庫, 出荷:入荷',
  charges: '送料, 配送料, 手数料, 代引手数料, 値引, 値引き, 割引',
};
