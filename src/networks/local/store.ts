import type { Media } from '../../domain/media.ts'

/** A post of the local network. */
export interface LocalPost {
  readonly id: string
  /** Whatever name its author goes by; names are identities there. */
  readonly author: string
  readonly text: string
  /** Id of the post it answers. */
  readonly replyTo: string | null
  readonly media: readonly Media[]
  readonly at: Date
}

/** What somebody posts. `key` is the network action's; null for what a visitor writes. */
export interface NewLocalPost {
  readonly author: string
  readonly text: string
  readonly replyTo: string | null
  readonly key: string | null
  readonly media?: readonly Media[]
}

/** What the local network keeps. Implemented in `db`. */
export interface LocalPostStore {
  /** Posts behind the sequence number, oldest first. */
  after(sequence: number, limit: number): Promise<readonly { readonly sequence: number; readonly post: LocalPost }[]>
  find(id: string): Promise<LocalPost | undefined>
  findByKey(key: string): Promise<LocalPost | undefined>
  /** Same key again: the post already there, unchanged. */
  insert(post: NewLocalPost): Promise<LocalPost>
  /** The newest, newest first. */
  latest(limit: number): Promise<readonly LocalPost[]>
  /** Calls back when something was posted, here or in another replica. */
  watch(onNews: () => void): AsyncDisposable
}
