import type { Request } from 'express';
import type { Logger } from 'pino';
import type { Exchange } from '../exchange/exchange';

/** Sends a trace of each request to an OpenTelemetry collector. */
export interface Tracing {
  requestEnded(exchange: Exchange, request: Request, status: number): void;
  /** Sends what is left. */
  close(): Promise<void>;
}

/**
 * Traces for the collector in OTEL_EXPORTER_OTLP_ENDPOINT; null, and nothing loaded, without it. A request is one span,
 * a child of the caller's if `traceparent` names one, with spans for tokenization, queue and inference.
 */
export async function startTracing(
  environment: NodeJS.ProcessEnv,
  version: string,
  log: Logger,
): Promise<Tracing | null> {
  if (!environment.OTEL_EXPORTER_OTLP_ENDPOINT && !environment.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT)
    return null;
  const api = await import('@opentelemetry/api');
  const { BatchSpanProcessor, TracerProvider } = await import('@opentelemetry/sdk-trace');
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
  const { W3CTraceContextPropagator } = await import('@opentelemetry/core');
  const { resourceFromAttributes } = await import('@opentelemetry/resources');

  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.name': environment.OTEL_SERVICE_NAME ?? 'shelfcast',
      'service.version': version,
    }),
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })],
  });
  const tracer = provider.getTracer('shelfcast', version);
  const propagator = new W3CTraceContextPropagator();
  log.info({}, 'traces are sent to the OpenTelemetry collector');

  return {
    requestEnded(exchange, request, status) {
      const { startedOn, timings } = exchange;
      const caller = propagator.extract(api.ROOT_CONTEXT, request.headers, api.defaultTextMapGetter);
      const span = tracer.startSpan(
        `${request.method} ${exchange.route}`,
        {
          kind: api.SpanKind.SERVER,
          startTime: startedOn,
          attributes: {
            'http.request.method': request.method,
            'http.route': exchange.route,
            'http.response.status_code': status,
            'shelfcast.request_id': exchange.requestId,
          },
        },
        caller,
      );
      if (status >= 500)
        span.setStatus({ code: api.SpanStatusCode.ERROR, message: exchange.errorCode ?? undefined });
      if (timings) {
        const within = api.trace.setSpan(caller, span);
        let start = startedOn;
        for (const stage of ['tokenization', 'queue', 'inference'] as const) {
          tracer.startSpan(stage, { startTime: start }, within).end(start + timings[stage]);
          start += timings[stage];
        }
      }
      span.end(startedOn + exchange.elapsedMs);
    },
    close: () => provider.shutdown(),
  };
}
