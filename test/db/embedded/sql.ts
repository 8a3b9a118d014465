import postgres from 'postgres'

export interface SqlClient extends AsyncDisposable {
  run: postgres.Sql
}

/** One connection to an embedded database, as the app makes it; without the chatter of notices. */
export function openSql(database: { socketDirectory: string; port: number }): SqlClient {
  const run = postgres({
    host: database.socketDirectory,
    port: database.port,
    user: 'vigie',
    database: 'vigie',
    max: 1,
    onnotice: () => undefined,
  })
  return { run, [Symbol.asyncDispose]: () => run.end({ timeout: 1 }) }
}
