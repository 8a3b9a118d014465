import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import type { Hono } from 'hono'

export interface HttpServer extends AsyncDisposable {
  /** As a browser on this machine would write it. */
  readonly url: string
}

/** The port cannot be listened on. `message` is one line for the operator. */
export class ListenError extends Error {
  override readonly name = 'ListenError'
}

function explain(fault: NodeJS.ErrnoException, host: string, port: number): string {
  switch (fault.code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is taken: stop whatever uses it, or set PORT to another one, for example PORT=${port + 1}`
    case 'EACCES':
      return `Port ${port} on ${host} needs rights that this user does not have: set PORT to one above 1023, for example PORT=8080`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `HOST ${host} is no address of this machine: set it to one, for example HOST=127.0.0.1`
    default:
      return `Listening on ${host}, port ${port}, failed: ${fault.message}`
  }
}

function urlOf(host: string, port: number): string {
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

/** Listens, or throws `ListenError`. Disposing of it ends connections that are idle at once and the others soon. */
export async function listen(app: Hono, host: string, port: number): Promise<HttpServer> {
  const server = await new Promise<Server>((resolve, reject) => {
    const created = serve({ fetch: app.fetch, hostname: host, port }) as Server
    created.once('listening', () => resolve(created))
    created.once('error', fault => reject(new ListenError(explain(fault, host, port), { cause: fault })))
  })
  const address = server.address()
  return {
    url: urlOf(host, typeof address === 'object' && address !== null ? address.port : port),
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>(resolve => server.close(() => resolve()))
      server.closeIdleConnections()
      // Milliseconds that an answer under way may still take.
      const timer = setTimeout(() => server.closeAllConnections(), 2_000)
      await closed
      clearTimeout(timer)
    },
  }
}
