import type { LocalMessage } from '../../support/local-client.ts'
import type { BrandPost, Written } from './public.ts'
import { markerOf, type Reply, tokenOf } from './team.ts'

/** Everything that can be seen from outside. */
export interface Seen {
  readonly mentions: readonly LocalMessage[]
  readonly alerts: readonly LocalMessage[]
  readonly drafts: readonly LocalMessage[]
  /** What the brand has on the network. */
  readonly answers: readonly BrandPost[]
}

type State = 'To review' | 'Published' | 'Rejected'

const stateOf = (draft: LocalMessage) => draft.card.header.split(':')[0]

/** What may have become of a draft, by what its people were told. */
function expectedStates({ verdict, decided }: Reply): readonly State[] {
  const decision = verdict === 'approve' ? 'Published' : 'Rejected'
  if (decided === 'not-asked') return ['To review']
  return decided === 'done' ? [decision] : [decision, 'To review']
}

function difference(what: string, expected: readonly string[], seen: readonly string[]): readonly string[] {
  const rest = [...seen]
  const missing = expected.filter(one => {
    const position = rest.indexOf(one)
    if (position >= 0) rest.splice(position, 1)
    return position < 0
  })
  return [...missing.map(one => `${what} is missing: ${one}`), ...rest.map(one => `${what} is too much: ${one}`)]
}

/** Everybody's post is one card in one channel, and nothing else is there. */
function problemsOfCards(written: readonly Written[], { mentions, alerts }: Seen): readonly string[] {
  const expected = written.map(({ token, isComplaint }) => `${token} in ${isComplaint ? 'alerts' : 'mentions'}`)
  const shown = [
    ...mentions.map(card => `${tokenOf(card)} in mentions`),
    ...alerts.map(card => `${tokenOf(card)} in alerts`),
  ]
  return difference('a card', expected, shown)
}

/** Every reply whose receipt was acknowledged is one draft; one whose receipt was not, at most one. */
function problemsOfDrafts(replies: readonly Reply[], { drafts }: Seen): readonly string[] {
  const shown = drafts.map(draft => markerOf(draft) ?? draft.card.header)
  const expected = replies.filter(({ marker, submitted }) => submitted === 'done' || shown.includes(marker))
  const states = replies.flatMap(reply => {
    const states: readonly (string | undefined)[] = expectedStates(reply)
    return drafts
      .filter(draft => markerOf(draft) === reply.marker && !states.includes(stateOf(draft)))
      .map(draft => `${reply.marker} (${reply.verdict}: ${reply.decided}) is: ${draft.card.header}`)
  })
  const markers = expected.map(({ marker }) => marker)
  return [...difference('a draft', markers, shown), ...states]
}

/** What the network has is what the drafts say is published, each once, under what it answers. */
function problemsOfAnswers(
  written: readonly Written[],
  replies: readonly Reply[],
  { drafts, answers, mentions, alerts }: Seen,
): readonly string[] {
  const published = new Set(drafts.filter(draft => stateOf(draft) === 'Published').map(markerOf))
  const expected = replies.flatMap(({ marker, text, token }) => {
    const target = written.find(one => one.token === token)
    return published.has(marker) ? [`${text} -> ${target?.uri} in ${target?.rootUri}`] : []
  })
  const there = answers.map(({ text, reply }) => `${text} -> ${reply?.parent.uri} in ${reply?.root.uri}`)
  const answered = replies.filter(({ marker }) => published.has(marker)).map(({ token }) => token)
  const shrunk = [...mentions, ...alerts].filter(({ card }) => card.header.startsWith('Replied:')).map(tokenOf)
  return [
    ...difference('an answer', expected, there),
    ...difference(
      'a card of a mention that is replied to',
      answered,
      shrunk.map(token => token ?? 'a stranger'),
    ),
  ]
}

/** What is not as it must be once everything has settled; empty if all is well. */
export function findProblems(written: readonly Written[], replies: readonly Reply[], seen: Seen): readonly string[] {
  return [
    ...problemsOfCards(written, seen),
    ...problemsOfDrafts(replies, seen),
    ...problemsOfAnswers(written, replies, seen),
  ]
}
