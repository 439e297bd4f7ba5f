/** Where serving reports to the operator; pino's loggers fit. */
export interface ServingLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}
