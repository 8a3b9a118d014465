/** Sizes fit for one machine that runs everything; a caller's settings go over these. */
const DEFAULTS: Record<string, string> = {
  max_connections: '100',
  shared_buffers: '64MB',
  max_wal_size: '512MB',
  // One process of a small database gains nothing from the three reading ahead for it (PostgreSQL 18's default).
  io_method: 'sync',
  jit: 'off',
  // Nobody subscribes to a private database, and the process that looks for subscriptions is not small.
  max_logical_replication_workers: '0',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '',
}

/** What nobody may change: no network, durable, the log on our pipe. */
const FIXED: Record<string, string> = {
  listen_addresses: '',
  fsync: 'on',
  full_page_writes: 'on',
  log_destination: 'stderr',
  logging_collector: 'off',
}

/** PostgreSQL's number for a socket's file name: `.s.PGSQL.5432`. */
export const PORT = 5432

/** The server's command line after the program's name. */
export function serverParameters(
  cluster: string,
  socketDirectory: string,
  settings: Record<string, string> = {},
): string[] {
  const all = {
    ...DEFAULTS,
    ...settings,
    ...FIXED,
    port: String(PORT),
    // A list of names, each of which may be quoted (PostgreSQL's SplitDirectoriesString): a path may hold a comma.
    unix_socket_directories: `"${socketDirectory.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
  }
  return ['-D', cluster, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}
