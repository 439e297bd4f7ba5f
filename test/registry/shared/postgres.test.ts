import { connectionTo, inTransaction, openPool } from '../../../src/registry/shared/postgres';
import { Postgres, POSTGRES } from '../../support/postgres';

test.each([
  ['postgres://localhost/shop', 3000],
  ['postgres://localhost/shop?connect_timeout=7', 7000],
  ['postgres://localhost/shop?connect_timeout=0', 0],
])('to connect takes as long as the address lets it: %s', (address, limit) => {
  expect(connectionTo(address).connectionTimeoutMillis).toBe(limit);
});

const withPostgres = POSTGRES === null ? describe.skip : describe;

withPostgres(`a pool of connections${POSTGRES ? '' : ': PostgreSQL is not installed'}`, () => {
  let postgres: Postgres;
  beforeAll(async () => (postgres = await Postgres.start()));
  afterAll(() => postgres.stop());

  it('tells whoever works when a connection broke while nothing was asked of it, and nobody else', async () => {
    const pool = await openPool(await postgres.newDatabase());
    const work = inTransaction(pool, async (client) => {
      const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      // events.once would listen for errors, too.
      const ended = new Promise((resolve) => client.once('end', () => resolve(null)));
      await pool.query('SELECT pg_terminate_backend($1)', [rows[0].pid]);
      await ended;
      await client.query('SELECT 1');
    });
    await expect(work).rejects.toThrow();
    await expect(inTransaction(pool, (client) => client.query('SELECT 1'))).resolves.toBeDefined();
    await pool.end();
  });
});
