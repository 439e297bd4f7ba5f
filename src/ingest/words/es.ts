import type { Words } from './words';

export const es: Words = {
  undone:
    'anulad, devol, devuel, reembols, nota de credito, presupuesto, cotizacion, borrador, pendiente de pago, rechazad',
  sales: 'ventas?\\b, vendid, facturas?\\b, salida, real$',
  bought: 'compra, proveedor',
  others:
    'entrada, recepcion, traslado, transferencia, ajuste, inventario, pronostico, plan$, objetivo, ' +
    '^pagos?$, comision, impuesto',
  movements: 'salida:entrada, egreso:ingreso',
  charges: 'envio, (?:gastos|costos?|costes?) de envio, flete, descuento, propina, redondeo',
};
