import type { Answer } from '../chat/platform.ts'
import { lockMention } from '../db/queries/mentions.ts'
import { findWaitingMentionId } from '../db/queries/named-things.ts'
import type { MemberRow } from '../db/schema/index.ts'
import { readCode } from '../domain/code.ts'
import { withLast } from './actions/fresh-card.ts'
import { handOverTo } from './actions/mention-hand-over.ts'
import type { BrandCommand } from './command.ts'
import { withPerson } from './meant.ts'
import { readMeant } from './roles-words.ts'
import { actOf, ephemeral, type Invocation } from './services.ts'
import { suggestMentions } from './suggestions.ts'

const usage = 'usage.assign'

async function give(invocation: Invocation, mentionId: string, person: MemberRow): Promise<Answer> {
  const { services, t } = invocation
  const event = await handOverTo(invocation, person)
  if (event === undefined) return ephemeral(t('error.person.no-editor', { name: person.name }))
  const refusal = await services.database.transact(async unit => {
    const mention = await lockMention(unit.tx, mentionId)
    return mention && services.review.moveMention(actOf(invocation, unit), mention, event)
  })
  if (refusal === undefined) return ephemeral(t('done.assigned', { name: person.name }))
  const subject = { kind: 'mention', id: mentionId } as const
  return ephemeral(await withLast(invocation, subject, t(`refusal.mention.${refusal}`)))
}

/** Puts somebody in charge of a mention, from anywhere. */
export const assign: BrandCommand = {
  name: 'assign',
  aliases: ['assigner', 'confier'],
  usage,
  summary: 'command.assign.summary',
  detail: 'command.assign.detail',
  permission: 'handle-mentions',
  options: [
    {
      name: 'mention',
      title: 'option.mention',
      about: 'option.mention.about',
      isRequired: true,
      field: { kind: 'text', suggest: suggestMentions },
    },
    { name: 'person', title: 'option.person', about: 'option.assignee.about', field: { kind: 'person' } },
  ],
  async run(invocation, rest) {
    const { services, brand, member, t } = invocation
    const [word = '', ...name] = rest.split(/\s+/)
    if (word === '') return ephemeral(t('command.usage', { usage: `/vigie ${t(usage)}` }))
    const named = readCode(word)
    const id = named && (await findWaitingMentionId(services.database.connection, brand.id, named))
    if (id === undefined) return ephemeral(t('command.assign.unknown', { typed: word }))
    if (name.length === 0) return give(invocation, id, member)
    return withPerson(invocation, readMeant(name), person => give(invocation, id, person))
  },
}
