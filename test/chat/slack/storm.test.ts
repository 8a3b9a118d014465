import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import { ChatError } from '../../../src/chat/platform.ts'
import { wordsOf } from '../../support/slack/person.ts'
import { startSlackWorld } from '../../support/slack/world.ts'
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
