import { pino } from 'pino'
import { expect, test } from 'vitest'
import { ChatError, type ChatPlatform, type Person } from '../src/chat/platform.ts'
import { createClaims } from '../src/claims.ts'
import { insertMember } from '../src/db/queries/people.ts'
import { findWorkspace } from '../src/db/queries/workspaces.ts'
import { createTestDatabase } from './support/database.ts'
import { createScriptedChat } from './support/scripted-chat.ts'

test('a platform that is away at the start is asked again, and then no more', async () => {
  await using shared = await createTestDatabase()
  const { database } = shared
  let isAway = true
  let asked = 0
  const platform: ChatPlatform = {
    ...createScriptedChat('away'),
    async workspaces() {
      asked++
      if (isAway) throw new ChatError({ kind: 'unavailable' }, 'away')
      return [{ id: 'T1', name: 'Team' }]
    },
  }
  const lines: Record<string, unknown>[] = []
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  await using claims = createClaims(database, [platform, createScriptedChat('other')], log)
  const prepare = () => {
    claims.prepare()
    return claims.settled()
  }
  await prepare()
  await prepare()
  expect(await findWorkspace(database.connection, 'away', 'T1')).toBeUndefined()
  expect(lines.map(line => line.msg)).toEqual(['the workspace is not known yet, asking again'])
  isAway = false
  await prepare()
  await prepare()
  expect(asked).toBe(3)
  expect(lines.at(-1)).toMatchObject({
    workspace: 'Team',
    command: expect.stringMatching(/^\/vigie claim \S+$/),
    msg: 'no admin yet: type this in the chat',
  })
  expect((await findWorkspace(database.connection, 'away', 'T1'))?.claimHash).toEqual(expect.any(String))
})

test('a workspace whose only admin has left gets a code again; one whose admin cannot be asked about does not', async () => {
  await using shared = await createTestDatabase()
  const { database } = shared
  const commands: unknown[] = []
  const log = pino({ level: 'warn' }, { write: (line: string) => void commands.push(JSON.parse(line).workspace) })
  const standings: Record<string, () => Person | undefined> = {
    here: () => ({ name: 'Ada', standing: 'member' }),
    left: () => undefined,
    guest: () => ({ name: 'Ada', standing: 'guest' }),
    away: () => {
      throw new ChatError({ kind: 'unavailable' }, 'away')
    },
  }
  const workspaces = Object.keys(standings).map(id => ({ id, name: id }))
  for (const { id: workspace } of workspaces) {
    await insertMember(database.connection, {
      platform: 'one',
      workspace,
      remoteId: 'ada',
      name: 'Ada',
      roles: ['admin'],
    })
  }
  const platform: ChatPlatform = {
    ...createScriptedChat('one'),
    workspaces: async () => workspaces,
    person: async workspace => standings[workspace]?.(),
  }
  await using claims = createClaims(database, [platform], log)
  claims.prepare()
  await claims.settled()
  expect(commands).toEqual(['left', 'guest'])
})

test('a server that lets Vigie in later gets a code too, and the others keep theirs', async () => {
  await using shared = await createTestDatabase()
  const { database } = shared
  const workspaces = [{ id: 'G1', name: 'First' }]
  let joins = 0
  const platform: ChatPlatform = {
    ...createScriptedChat('many'),
    workspaces: async () => workspaces,
    joins: () => joins,
  }
  const told: unknown[] = []
  const log = pino({ level: 'warn' }, { write: (line: string) => void told.push(JSON.parse(line).workspace) })
  await using claims = createClaims(database, [platform], log)
  const prepare = () => {
    claims.prepare()
    return claims.settled()
  }
  await prepare()
  const hashOf = async (id: string) => (await findWorkspace(database.connection, 'many', id))?.claimHash
  const first = await hashOf('G1')
  workspaces.push({ id: 'G2', name: 'Second' })
  await prepare()
  expect(told).toEqual(['First'])
  joins++
  await prepare()
  expect(told).toEqual(['First', 'Second'])
  expect([await hashOf('G1'), await hashOf('G2')]).toEqual([first, expect.any(String)])
})
