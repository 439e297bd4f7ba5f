import type { Request } from 'express';
import type { Exchange } from './exchange';

/** Tells a collector of OpenTelemetry traces what became of each request. */
export interface Tracing {
  requestEnded(exchange: Exchange, request: Request, status: number): void;
  /** Sends what is left. */
  close(): Promise<void>;
}
