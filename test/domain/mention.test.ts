import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  isDealtWith,
  MENTION_STATES,
  type MentionEvent,
  type MentionProgress,
  moveMention,
} from '../../src/domain/mention.ts'

const PEOPLE = ['ann', 'ben'] as const
const EVENTS: readonly MentionEvent[] = [
  ...PEOPLE.flatMap((by): MentionEvent[] => [
    { kind: 'taken', by },
    { kind: 'assigned', to: by },
    { kind: 'reply-begun', by },
  ]),
  { kind: 'reply-dropped', isGone: false },
  { kind: 'reply-dropped', isGone: true },
  { kind: 'reply-published' },
  { kind: 'ignored' },
  { kind: 'reopened' },
  { kind: 'post-gone' },
  { kind: 'post-back' },
]
const NEW: MentionProgress = { state: 'open', assigneeId: null }

/** The mention at the end, or the last refusal; every event before the last must be accepted. */
function follow(...events: readonly MentionEvent[]): MentionProgress | string {
  let mention = NEW
  for (const [index, event] of events.entries()) {
    const moved = moveMention(mention, event)
    if (moved.kind === 'moved') mention = moved.mention
    else if (index === events.length - 1) return moved.refusal
    else throw new Error(`${event.kind} was refused: ${moved.refusal}`)
  }
  return mention
}

describe('any order of events', () => {
  test('keeps who is in charge and what was dealt with', () => {
    const states = new Set<string>()
    const refusals = new Set<string>()
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...EVENTS), { maxLength: 30 }), events => {
        let mention = Object.freeze({ ...NEW })
        for (const event of events) {
          const moved = moveMention(mention, event)
          if (moved.kind === 'refused') {
            refusals.add(moved.refusal)
            continue
          }
          const { state, assigneeId } = moved.mention
          // Once somebody is in charge, somebody is; it changes hands only by being taken or given.
          const isHandedOver = event.kind === 'taken' || event.kind === 'assigned'
          if (mention.assigneeId !== null && !isHandedOver) expect(assigneeId).toBe(mention.assigneeId)
          if (event.kind === 'assigned') expect(assigneeId).toBe(event.to)
          if (event.kind === 'taken') expect(assigneeId).toBe(event.by)
          if (state === 'taken' || state === 'replying') expect(assigneeId).not.toBeNull()
          if (state === 'open') expect(assigneeId).toBeNull()
          // What is dealt with comes back only when asked to; a reply that was on its way still counts.
          if (isDealtWith(mention)) expect(['reopened', 'reply-published', 'post-back']).toContain(event.kind)
          if (mention.state === 'gone') expect(event.kind).not.toBe('reopened')
          if (state === 'gone') expect(['post-gone', 'reply-dropped']).toContain(event.kind)
          if (state === 'replied') expect(event.kind).toBe('reply-published')
          if (state === 'replying' && mention.state !== 'replying') expect(event.kind).toBe('reply-begun')
          mention = Object.freeze(moved.mention)
          states.add(state)
        }
      }),
      { numRuns: 500 },
    )
    expect(states).toEqual(new Set(MENTION_STATES))
    expect(refusals).toEqual(
      new Set([
        ...['already-replying', 'already-dealt-with', 'not-dealt-with', 'already-yours', 'already-theirs'],
        'post-gone',
      ]),
    )
  })
})

describe('what people expect', () => {
  test('whoever begins a reply is in charge, unless somebody is already', () => {
    expect(follow({ kind: 'reply-begun', by: 'ann' })).toEqual({ state: 'replying', assigneeId: 'ann' })
    expect(follow({ kind: 'taken', by: 'ben' }, { kind: 'reply-begun', by: 'ann' })).toEqual({
      state: 'replying',
      assigneeId: 'ben',
    })
  })

  test('two people do not reply to the same mention, and nobody ignores what is being answered', () => {
    expect(follow({ kind: 'reply-begun', by: 'ann' }, { kind: 'reply-begun', by: 'ben' })).toBe('already-replying')
    expect(follow({ kind: 'reply-begun', by: 'ann' }, { kind: 'ignored' })).toBe('already-replying')
  })

  test('a reply that is dropped leaves the mention with whoever was in charge', () => {
    expect(follow({ kind: 'reply-begun', by: 'ann' }, { kind: 'reply-dropped', isGone: false })).toEqual({
      state: 'taken',
      assigneeId: 'ann',
    })
  })

  test('taking it over while a reply is under way does not stop the reply', () => {
    expect(follow({ kind: 'reply-begun', by: 'ann' }, { kind: 'taken', by: 'ben' })).toEqual({
      state: 'replying',
      assigneeId: 'ben',
    })
    expect(follow({ kind: 'taken', by: 'ann' }, { kind: 'taken', by: 'ann' })).toBe('already-yours')
  })

  test('it can be given to somebody, who then has it, and stops no reply either', () => {
    expect(follow({ kind: 'assigned', to: 'ben' })).toEqual({ state: 'taken', assigneeId: 'ben' })
    expect(follow({ kind: 'reply-begun', by: 'ann' }, { kind: 'assigned', to: 'ben' })).toEqual({
      state: 'replying',
      assigneeId: 'ben',
    })
    expect(follow({ kind: 'taken', by: 'ben' }, { kind: 'assigned', to: 'ben' })).toBe('already-theirs')
  })

  test('what is gone waits for nobody, and waits again once it is back', () => {
    expect(follow({ kind: 'taken', by: 'ann' }, { kind: 'post-gone' }, { kind: 'post-back' })).toEqual({
      state: 'taken',
      assigneeId: 'ann',
    })
    expect(follow({ kind: 'post-gone' }, { kind: 'reply-begun', by: 'ann' })).toBe('already-dealt-with')
    expect(follow({ kind: 'reply-begun', by: 'ann' }, { kind: 'post-gone' })).toBe('already-replying')
    expect(follow({ kind: 'ignored' }, { kind: 'post-gone' })).toBe('already-dealt-with')
  })

  test('what is dealt with is reopened first', () => {
    const ignored = [{ kind: 'ignored' }] as const
    expect(follow(...ignored, { kind: 'taken', by: 'ann' })).toBe('already-dealt-with')
    expect(follow(...ignored, { kind: 'assigned', to: 'ann' })).toBe('already-dealt-with')
    expect(follow(...ignored, { kind: 'reply-begun', by: 'ann' })).toBe('already-dealt-with')
    expect(follow(...ignored, { kind: 'reopened' })).toEqual(NEW)
    expect(follow({ kind: 'reopened' })).toBe('not-dealt-with')
  })
})
