/** Where a PostgreSQL is: by URL, or the embedded one by its private socket. */
export type DatabaseAddress =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'socket'; readonly directory: string; readonly port: number; readonly database: string }

/** The user that owns the embedded database. */
export const EMBEDDED_USER = 'vigie'

/** The same server, another database on it. */
export function withDatabase(address: DatabaseAddress, database: string): DatabaseAddress {
  if (address.kind === 'socket') return { ...address, database }
  const url = new URL(address.url)
  url.pathname = `/${database}`
  return { kind: 'url', url: url.href }
}

/** For people and logs: without the password. */
export function describeAddress(address: DatabaseAddress): string {
  if (address.kind === 'socket') return `the embedded database in ${address.directory}`
  const url = new URL(address.url)
  return `${url.hostname}:${url.port === '' ? '5432' : url.port}${url.pathname}`
}
