import type { Json } from '../../domain/json.ts'
import type { Keeper } from '../keeper.ts'
import { TOKEN_LIFE } from './limits.ts'

/** Something that somebody did and was told to wait for, as Discord brought it. */
export interface Waiting {
  readonly body: unknown
  /** They can still be answered where they did it. */
  readonly isInTime: boolean
}

/** What people were told to wait for, until it is done: another process finishes what one that dies leaves. */
export interface Unfinished {
  keep(id: string, body: unknown): Promise<void>
  forget(id: string): Promise<void>
  list(): Promise<readonly Waiting[]>
}

/** Milliseconds after which nobody waits for it any more, nor needs to be told. */
const LIFE = 24 * 3_600_000

const BEGINNING = 'act '

export function createUnfinished(keeper: Keeper, now: () => Date): Unfinished {
  return {
    async keep(id, body) {
      const value: Json = { at: now().getTime(), body: JSON.parse(JSON.stringify(body)) }
      await keeper.keep(`${BEGINNING}${id}`, value, new Date(now().getTime() + LIFE))
    },
    forget: id => keeper.forget(`${BEGINNING}${id}`),
    async list() {
      const kept = await keeper.list(BEGINNING)
      return kept.map(({ value }) => {
        const { at, body } = value as { readonly at: number; readonly body: Json }
        return { body, isInTime: now().getTime() - at < TOKEN_LIFE }
      })
    },
  }
}
