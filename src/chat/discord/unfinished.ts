import type { Json } from '../../domain/json.ts'
import type { Keeper } from '../keeper.ts'
import type { Answer } from '../platform.ts'
import { TOKEN_LIFE } from './limits.ts'

/** Something that somebody did and was told to wait for, as Discord brought it. */
export interface Waiting {
  readonly body: unknown
  /** What came of it, where it was done and only had to be told. */
  readonly answer?: Answer
  /** They can still be answered where they did it. */
  readonly isInTime: boolean
}

/** What people were told to wait for, until it is done: another process finishes what one that dies leaves. */
export interface Unfinished {
  /** `at` is when they did it. With what came of it once it is done, so that nobody does it again. */
  keep(id: string, act: Pick<Waiting, 'body' | 'answer'> & { readonly at: Date }): Promise<void>
  forget(id: string): Promise<void>
  list(): Promise<readonly Waiting[]>
}

/** Milliseconds after which nobody waits for it any more, nor needs to be told. */
const LIFE = 24 * 3_600_000

const BEGINNING = 'act '

/** A card that was right then may have changed since: the outbox brings it as it is now. */
function told(answer: Answer): Answer {
  if (answer.kind !== 'update') return answer
  return answer.ephemeral === undefined ? { kind: 'ack' } : { kind: 'ephemeral', text: answer.ephemeral }
}

export function createUnfinished(keeper: Keeper, now: () => Date): Unfinished {
  return {
    async keep(id, { body, at, answer }) {
      const kept = { at: at.getTime(), body, ...(answer === undefined ? {} : { answer: told(answer) }) }
      const value: Json = JSON.parse(JSON.stringify(kept))
      await keeper.keep(`${BEGINNING}${id}`, value, new Date(now().getTime() + LIFE))
    },
    forget: id => keeper.forget(`${BEGINNING}${id}`),
    async list() {
      const kept = await keeper.list(BEGINNING)
      return kept.map(({ value }) => {
        const { at, body, answer } = value as { readonly at: number; readonly body: Json; readonly answer?: Json }
        // We wrote it, and it is sealed.
        const done = answer === undefined ? {} : { answer: answer as unknown as Answer }
        return { body, isInTime: now().getTime() - at < TOKEN_LIFE, ...done }
      })
    },
  }
}
