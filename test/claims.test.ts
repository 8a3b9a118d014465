import { pino } from 'pino'
import { expect, test } from 'vitest'
import { ChatError, type ChatPlatform } from '../src/chat/platform.ts'
import { createClaims } from '../src/claims.ts'
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
