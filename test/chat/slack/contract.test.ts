import { elementsOf, wordsOf } from '../../support/slack/person.ts'
import { startSlackWorld } from '../../support/slack/world.ts'
import { describeChat } from '../contract.ts'

for (const mode of ['socket', 'http'] as const) {
  describeChat(mode === 'socket' ? 'Slack over Socket Mode' : 'Slack over HTTP', async handlers => {
    const { fake, platform, person, ...world } = await startSlackWorld(mode, handlers)
    const address = { workspace: fake.team, channel: fake.channel, language: 'en' } as const
    return {
      platform,
      address,
      nowhere: { ...address, channel: 'C0NOWHERE' },
      person: fake.user,
      async shown() {
        const messages = await fake.messages(fake.channel)
        return messages.map(({ ts, blocks }) => ({
          id: ts,
          words: wordsOf(blocks),
          actions: elementsOf(blocks).map(element => String(element.action_id)),
        }))
      },
      async notes(message) {
        const messages = await fake.thread(fake.channel, message)
        return messages.map(({ ts, blocks }) => ({ id: ts, words: wordsOf(blocks) }))
      },
      remove: message => fake.remove(fake.channel, message),
      command: text => person.command(text),
      press: (message, action, value) => person.press(fake.channel, message, action, value),
      submit: (form, values) => person.submit(form, values),
      loseNextAnswer: () => fake.disturb('chat.postMessage', { kind: 'lose-answer' }),
      [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
    }
  })
}
