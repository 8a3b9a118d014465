import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterEach } from 'vitest'
import { createHttp, type Http, type HttpOptions } from '../../src/networks/http.ts'
import { listenHttp, listenRaw, type TestServer } from '../support/sockets.ts'

export interface Wire {
  /** Whose servers are all on this machine. */
  http(options?: Partial<HttpOptions>): Http
  /** As outside of tests. */
  guarded(options?: Partial<HttpOptions>): Http
  /** A server below HTTP. */
  raw(onConnection: Parameters<typeof listenRaw>[0]): Promise<TestServer>
  server(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<TestServer>
  /** Closes this, too, at the end of the test. */
  keep<Resource extends AsyncDisposable>(resource: Resource): Resource
}

/** Our HTTP and servers for it to meet, each closed at the end of its test. */
export function useWire(): Wire {
  const open: AsyncDisposable[] = []
  afterEach(async () => {
    for (const resource of open.splice(0)) await resource[Symbol.asyncDispose]()
  })
  function keep<Resource extends AsyncDisposable>(resource: Resource): Resource {
    open.push(resource)
    return resource
  }
  return {
    keep,
    http: options => keep(createHttp({ version: '9.9.9', isPublic: () => true, ...options })),
    guarded: options => keep(createHttp({ version: '9.9.9', ...options })),
    raw: async onConnection => keep(await listenRaw(onConnection)),
    server: async handle => keep(await listenHttp(handle)),
  }
}
