import type { Words } from './words';

export const pt: Words = {
  undone:
    'anulad, devol, reembols, estorn, nota de credito, orcamento, rascunho, aguardando pagamento, recusad',
  sales: 'vendas?\\b, vendid, faturas?\\b, saida, real$, realizado',
  bought: 'compra, fornecedor',
  others:
    'entrada, recebimento, transferencia, ajuste, inventario, previsao, orcado, planejado, meta$, ' +
    '^pagamento$, comissao, imposto',
  movements: 'saida:entrada',
  charges: 'frete, envio, (?:custos?|taxa) de (?:envio|entrega), desconto, gorjeta, arredondamento',
};
