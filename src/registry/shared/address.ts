/** Whether a `--db` names a PostgreSQL database and no file. */
export function isPostgres(db: string): boolean {
  return /^postgres(ql)?:\/\//i.test(db);
}
