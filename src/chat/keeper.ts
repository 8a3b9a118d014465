import type { Json } from '../domain/json.ts'

/**
 * Small things that a platform has to know for a while, over a restart and in every replica: a form between two of its
 * pages, what somebody was told to wait for. They hold people's words, and so are kept sealed, and no longer than they are
 * of use.
 */
export interface Keeper {
  /** In place of what was kept by that name. */
  keep(name: string, value: Json, until: Date): Promise<void>
  /** Undefined also once its time is over. */
  find(name: string): Promise<Json | undefined>
  /** All that is kept by a name that begins so, whose time is over first coming first. */
  list(beginning: string): Promise<readonly { readonly name: string; readonly value: Json }[]>
  forget(name: string): Promise<void>
}
