import type { NoteLine } from '../../../src/chat/card.ts'
import { createLocalPlatform } from '../../../src/chat/local/index.ts'
import type { Outcome } from '../../../src/chat/local/perform.ts'
import { cardActions } from '../../../src/chat/local/render.ts'
import type { Answer } from '../../../src/chat/platform.ts'
import { createLocalWorkspaceStore } from '../../../src/db/queries/local-workspace.ts'
import { fillWorkspace } from '../../http/local/support.ts'
import { createTestDatabase } from '../../support/database.ts'
import { describeChat, type Seen } from '../contract.ts'

function seenOf(outcome: Outcome): Seen {
  if (outcome.kind === 'refused') throw new Error(`refused: ${outcome.problem.kind}`)
  return seenOfAnswer(outcome.answer)
}

/** The page shows an answer as it is. */
function seenOfAnswer(answer: Answer): Seen {
  switch (answer.kind) {
    case 'ack':
      return {}
    case 'ephemeral':
      return { words: answer.text, ...(answer.link === undefined ? {} : { links: [answer.link.url] }) }
    case 'errors':
      return { errors: answer.errors }
    case 'update':
      return { header: answer.card.en.header, ...(answer.ephemeral === undefined ? {} : { words: answer.ephemeral }) }
    case 'modal': {
      const { id, title, fields } = answer.modal
      return { form: { id, title, values: Object.fromEntries(fields.map(field => [field.id, field.value])) } }
    }
    default:
      return answer satisfies never
  }
}

describeChat('The local workspace', async handlers => {
  const test = await createTestDatabase()
  await fillWorkspace(test.database)
  const platform = createLocalPlatform({ store: createLocalWorkspaceStore(test.database) })
  await platform.start(handlers)
  const place = { channel: 'mentions', user: 'ada' }
  const address = { workspace: 'local', channel: 'mentions', language: 'en' } as const
  return {
    platform,
    address,
    nowhere: { ...address, channel: 'nowhere' },
    person: 'ada',
    async shown() {
      const messages = await platform.messages('mentions', 1_000)
      return messages.map(({ id, card: { en } }) => ({
        id,
        words: [en.header, ...en.elements.map(element => (element.kind === 'text' ? element.text : ''))].join('\n'),
        actions: cardActions(en).map(action => action.id),
      }))
    },
    async notes(message) {
      const notes = (await platform.message('mentions', message))?.notes ?? []
      const wordsOf = (line: NoteLine) => [line.text, ...line.links.map(link => link.label)].join(' ')
      return notes.map(({ key, note }) => ({ id: key, words: note.en.lines.map(wordsOf).join('\n') }))
    },
    command: async text => seenOf(await platform.perform.command({ ...place, text })),
    press: async (message, action, value) =>
      seenOf(await platform.perform.action({ ...place, message, action, value })),
    submit: async (form, values) => seenOf(await platform.perform.submit(form.id, { ...place, values })),
    async [Symbol.asyncDispose]() {
      await platform[Symbol.asyncDispose]()
      await test[Symbol.asyncDispose]()
    },
  }
})
