import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import { ChatError, type ChatHandlers } from '../../../src/chat/platform.ts'
import { wordsOf } from '../../support/slack/person.ts'
import { createMemoryInbox, createPlatform, SILENT, startSlackWorld } from '../../support/slack/world.ts'
import { cardSaying } from '../contract.ts'

test('through lost answers, errors and limits, every card is shown once and in order', async () => {
  await using world = await startSlackWorld('http')
  const { fake, platform } = world
  const address = { workspace: fake.team, channel: fake.channel, language: 'en' } as const
  const refusal = { kind: 'answer', status: 429, headers: { 'retry-after': '1' }, body: '' } as const
  const trouble = { kind: 'answer', status: 500, body: '' } as const
  const disturbances = [{ kind: 'lose-answer' }, refusal, { kind: 'lose-request' }, trouble] as const
  for (let index = 0; index < 24; index++) {
    const key = v7()
    fake.disturb('chat.postMessage', disturbances[index % disturbances.length] ?? trouble)
    // As the pump does it, without its waiting.
    for (let attempt = 0, id: string | undefined; id === undefined; attempt++) {
      if (attempt > 0) id = await platform.findPosted(address, key)
      id ??= await platform.post(address, key, cardSaying(`Card ${index}`)).catch(fault => {
        expect(fault).toBeInstanceOf(ChatError)
        return undefined
      })
    }
  }
  const shown = (await fake.messages(fake.channel)).map(({ blocks }) => wordsOf(blocks))
  expect(shown).toEqual(Array.from({ length: 24 }, (_, index) => `Card ${index}`))
})

test('through cuts, moves and two replicas, what people do is done once each and never refused', {
  timeout: 60_000,
}, async () => {
  const eventInbox = createMemoryInbox()
  const heard: string[] = []
  const handlers: ChatHandlers = {
    ...SILENT,
    async command(_, text) {
      heard.push(text)
      await new Promise(resolve => setTimeout(resolve, heard.length % 7))
      return { kind: 'ephemeral', text: `${text} done` }
    },
  }
  await using world = await startSlackWorld('socket', handlers, { eventInbox })
  const { fake, person } = world
  await using other = createPlatform(fake, 'socket', { eventInbox })
  await other.start(handlers)
  await fake.socket.connected(2)
  fake.socket.answerLimit = 250
  const delivered: Promise<{ isAcknowledged: boolean }>[] = []
  for (let index = 0; index < 40; index++) {
    delivered.push(fake.socket.deliver('slash_commands', await person.commandPayload(`command ${index}`)))
    if (index % 10 === 3) fake.socket.disconnect('warning')
    if (index % 10 === 6) fake.socket.cut()
    if (index % 10 === 9) fake.socket.disconnect('refresh_requested')
    await fake.socket.connected(1)
  }
  const outcomes = await Promise.all(delivered)
  expect(outcomes.filter(one => !one.isAcknowledged)).toEqual([])
  expect(heard.toSorted()).toEqual(Array.from({ length: 40 }, (_, index) => `command ${index}`).toSorted())
})
