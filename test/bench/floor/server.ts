import { Agent, createServer, type IncomingMessage, request } from 'node:http'
import { Pool } from 'pg'
import { startEmbeddedDatabase } from '../../../src/db/embedded/index.ts'

/**
 * The floor: the least that turns an HTTP request into a row and a message in a chat. Parses, inserts one row, posts once and
 * answers. No second look at anything, nothing left to find after a crash. On the same PostgreSQL with the same settings.
 *
 *   node server.ts <data directory> <address of the chat>
 */
const [dataDirectory = '', chat = ''] = process.argv.slice(2)
const database = await startEmbeddedDatabase({ dataDirectory, log: () => {} })
const pool = new Pool({
  host: database.socketDirectory,
  port: database.port,
  database: 'vigie',
  user: 'vigie',
  max: 10,
})
await pool.query(
  'create table posts (id bigint generated always as identity primary key, author text not null, text text not null)',
)

const agent = new Agent({ keepAlive: true })

async function readAll(incoming: IncomingMessage): Promise<string> {
  let text = ''
  for await (const part of incoming.setEncoding('utf8')) text += part
  return text
}

function tellChat(body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const outgoing = request(chat, { method: 'POST', agent, headers }, incoming => {
      incoming.resume().once('end', resolve)
    })
    outgoing.once('error', reject)
    outgoing.end(body)
  })
}

const server = createServer(async (incoming, outgoing) => {
  const { author, text } = JSON.parse(await readAll(incoming)) as { author: string; text: string }
  await pool.query('insert into posts (author, text) values ($1, $2)', [author, text])
  await tellChat(JSON.stringify({ text: `${author}: ${text}` }))
  outgoing.writeHead(201).end()
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object' && address !== null) process.stdout.write(`http://127.0.0.1:${address.port}\n`)
})

process.once('SIGTERM', async () => {
  server.close()
  server.closeAllConnections()
  agent.destroy()
  await pool.end()
  await database[Symbol.asyncDispose]()
})
