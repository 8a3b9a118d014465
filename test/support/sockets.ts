import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createSocketServer, type Socket } from 'node:net'

export interface TestServer extends AsyncDisposable {
  readonly port: number
  readonly url: string
}

/** A server that does with each connection what it is told, below HTTP. */
export async function listenRaw(onConnection: (socket: Socket) => void, port = 0): Promise<TestServer> {
  const sockets = new Set<Socket>()
  const server = createSocketServer(socket => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    // The other side is broken on purpose here.
    socket.on('error', () => {})
    onConnection(socket)
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return testServer(server.address(), async () => {
    for (const socket of sockets) socket.destroy()
    server.close()
    await once(server, 'close')
  })
}

export async function listenHttp(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  port = 0,
): Promise<TestServer> {
  const server = createServer(handle)
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return testServer(server.address(), async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  })
}

/** A port on which nothing listens. */
export async function freePort(): Promise<number> {
  await using server = await listenRaw(() => {})
  return server.port
}

function testServer(address: AddressInfo | string | null, close: () => Promise<void>): TestServer {
  if (address === null || typeof address === 'string') throw new Error('not listening on a port')
  const { port } = address
  return { port, url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: close }
}
