import { readCustomId } from '../../../src/chat/discord/ids.ts'
import { componentsIn } from '../../support/discord/rules.ts'
import { wordsOf } from '../../support/discord/words.ts'
import { startDiscordWorld } from '../../support/discord/world.ts'
import { describeChat } from '../contract.ts'

describeChat('Discord', async handlers => {
  const { fake, guild, channel, platform, person, ...world } = await startDiscordWorld(handlers)
  const address = { workspace: guild.id, channel: channel.id, language: 'en' } as const
  return {
    platform,
    address,
    nowhere: { ...address, channel: '100000000000000000' },
    person: person.id,
    async shown() {
      return channel.messages.map(({ id, components }) => ({
        id,
        words: wordsOf(components),
        actions: componentsIn(components).flatMap(({ custom_id }) => {
          if (custom_id === undefined) return []
          const own = readCustomId(String(custom_id))
          return 'action' in own ? [own.action] : []
        }),
      }))
    },
    async notes(message) {
      const thread = fake.state.channels.get(message)
      return (thread?.messages ?? []).map(({ id, components }) => ({ id, words: wordsOf(components) }))
    },
    async remove(message) {
      channel.messages.splice(
        channel.messages.findIndex(({ id }) => id === message),
        1,
      )
    },
    command: text => person.command(text),
    press: (message, action, value) => person.press(message, action, value),
    submit: (form, values) => person.submit(form, values),
    loseNextAnswer: () => fake.disturb(/^POST \/channels\/\d+\/messages$/, { kind: 'lose-answer' }),
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  }
})
