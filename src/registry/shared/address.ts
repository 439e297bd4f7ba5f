/** Whether a `--db` names a PostgreSQL database instead of a file. */
export function isPostgres(db: string): boolean {
  return /^postgres(ql)?:\/\//i.test(db);
}
