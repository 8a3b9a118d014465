// A real Bluesky in a process of its own: PLC, PDS and AppView from npm, on 127.0.0.1.
//
//   DB_POSTGRES_URL=postgresql://… node server.mjs
//
// Prints one JSON line with its address when it is ready, then takes commands as JSON lines on stdin and answers each
// with a line: {"id":1,"command":"stop"} -> {"id":1,"ok":true}. Ends when stdin ends.
//
//   stop, start                       the PDS, which keeps its state
//   stop-read-side, start-read-side   the way from the PDS to the AppView
//   settle                            waits until the AppView has indexed all that was written
//   take-down {did}                   as the server's own people do with an account
//   expire {token}                    -> {token}: the same token, of yesterday
import { createHmac, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'

// The servers listen on every interface and cannot be told otherwise.
const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (first, ...rest) {
  const options = typeof first === 'object' && first !== null ? first : { port: Number(first ?? 0) }
  const callback = [first, ...rest].find(argument => typeof argument === 'function')
  return listen.call(this, { ...options, host: '127.0.0.1' }, callback)
}
// They must be told where Redis is, and do without it.
process.env.REDIS_HOST ??= '127.0.0.1:1'
// stdout is the channel of the answers.
process.env.LOG_ENABLED = 'false'

const { TestBsky, TestBsync, TestPds, TestPlc, mockNetworkUtilities } = await import('@atproto/dev-env')

const JWT_SECRET = 'jwt-secret'
const dbUrl = process.env.DB_POSTGRES_URL
const directory = await mkdtemp(join(tmpdir(), 'vigie-bluesky-'))
await mkdir(join(directory, 'pds'))

const plc = await TestPlc.create({})
const bsync = await TestBsync.create({ apiKeys: ['bsync-api-key'], dbUrl, dbSchema: 'bsync' })
// Known before the PDS runs, for the AppView follows it.
const pdsPort = await freePort()
const bsky = await TestBsky.create({
  plcUrl: plc.url,
  bsyncApiKey: 'bsync-api-key',
  bsyncUrl: bsync.url,
  repoProvider: `ws://localhost:${pdsPort}`,
  dbPostgresUrl: dbUrl,
  dbPostgresSchema: 'appview',
  redisHost: process.env.REDIS_HOST,
})
bsync.ctx.dataplaneClients = [bsky.ctx.dataplane]
const readSide = relay(bsky.port)
await readSide.start()

const settings = {
  port: pdsPort,
  dataDirectory: join(directory, 'pds'),
  blobstoreDiskLocation: join(directory, 'blobs'),
  plcRotationKeyK256PrivateKeyHex: randomBytes(32).toString('hex'),
  jwtSecret: JWT_SECRET,
  didPlcUrl: plc.url,
  bskyAppViewUrl: readSide.url(),
  bskyAppViewDid: bsky.ctx.cfg.serverDid,
  rateLimitsEnabled: true,
  // As bsky.social does: a session says where the account lives.
  enableDidDocWithSession: true,
}
let pds = await startPds()

const commands = {
  async stop() {
    await pds?.close()
    pds = undefined
  },
  async start() {
    pds ??= await startPds()
  },
  'stop-read-side': () => readSide.stop(),
  'start-read-side': () => readSide.start(),
  settle,
  'take-down': ({ did }) => pds.ctx.accountManager.takedownAccount(did, { applied: true, ref: 'test' }),
  expire: async ({ token }) => ({ token: expired(token) }),
}

process.stdout.write(`${JSON.stringify({ url: `http://localhost:${pdsPort}` })}\n`)

for await (const line of createInterface({ input: process.stdin })) {
  const { id, command, ...given } = JSON.parse(line)
  const answer = await commands[command](given).then(
    result => ({ id, ok: true, ...result }),
    error => ({ id, ok: false, error: String(error?.stack ?? error) }),
  )
  process.stdout.write(`${JSON.stringify(answer)}\n`)
}
await Promise.allSettled([commands.stop(), readSide.stop()])
// Their closing now and then waits for what is gone already, and Node ends a process that waits for nothing with 13.
await Promise.race([Promise.allSettled([bsky.close(), bsync.close(), plc.close()]), delay(5_000)])
await rm(directory, { recursive: true, force: true })
process.exit(0)

async function startPds() {
  const started = await TestPds.create(settings)
  mockNetworkUtilities(started, bsky)
  return started
}

async function settle() {
  await pds.processAll()
  const last = await pds.ctx.sequencer.curr()
  const deadline = Date.now() + 30_000
  while (last !== null && Date.now() < deadline) {
    await bsky.sub.processAll()
    const seen = await bsky.sub.getCursor()
    if (seen >= last) return
    await delay(20)
  }
  if (last !== null) throw new Error('the AppView did not catch up')
}

function expired(token) {
  const [head, claims] = token.split('.')
  const yesterday = Math.floor(Date.now() / 1000) - 86_400
  const aged = { ...JSON.parse(Buffer.from(claims, 'base64url')), iat: yesterday, exp: yesterday + 7200 }
  const signed = `${head}.${Buffer.from(JSON.stringify(aged)).toString('base64url')}`
  return `${signed}.${createHmac('sha256', JWT_SECRET).update(signed).digest('base64url')}`
}

/** A way to the AppView that can be closed, as when it is down: the AppView itself cannot be started twice. */
function relay(target) {
  const sockets = new Set()
  let server
  let port = 0
  return {
    url: () => `http://localhost:${port}`,
    async start() {
      server = net.createServer(near => {
        const far = net.connect(target, '127.0.0.1')
        for (const [socket, other] of [
          [near, far],
          [far, near],
        ]) {
          sockets.add(socket)
          socket.on('error', () => {})
          socket.on('close', () => {
            sockets.delete(socket)
            other.destroy()
          })
          socket.pipe(other)
        }
      })
      server.listen(port)
      await once(server, 'listening')
      port = server.address().port
    },
    async stop() {
      if (!server?.listening) return
      server.close()
      for (const socket of sockets) socket.destroy()
      await once(server, 'close')
    },
  }
}

async function freePort() {
  const server = net.createServer()
  server.listen(0)
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}
