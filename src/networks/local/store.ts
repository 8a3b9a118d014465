import type { Media } from '../../domain/media.ts'

/** A post of the local network. */
export interface LocalPost {
  readonly id: string
  /** Whatever name its author goes by; names are identities there. */
  readonly author: string
  readonly text: string
  /** Id of the post it answers. */
  readonly replyTo: string | null
  /** Id of the post it quotes. */
  readonly quote: string | null
  readonly media: readonly Media[]
  readonly at: Date
  /** When its author changed it last; null for one that is as it was. */
  readonly editedAt: Date | null
}

/** What anybody may do with a post, once. */
export const LOCAL_MARKS = ['like', 'repost'] as const
export type LocalMark = (typeof LOCAL_MARKS)[number]

/** How often people did something with a post. */
export interface LocalCounts {
  readonly likes: number
  readonly reposts: number
  readonly replies: number
  readonly quotes: number
}

/** What somebody posts. `key` is the network action's; null for what a visitor writes. */
export interface NewLocalPost {
  readonly author: string
  readonly text: string
  readonly replyTo: string | null
  readonly key: string | null
  readonly quote?: string | null
  readonly media?: readonly Media[]
}

/** What the local network keeps. Implemented in `db`. */
export interface LocalPostStore {
  /** Posts behind the sequence number, oldest first. */
  after(sequence: number, limit: number): Promise<readonly { readonly sequence: number; readonly post: LocalPost }[]>
  find(id: string): Promise<LocalPost | undefined>
  /** Those that there are, in no order. */
  findAll(ids: readonly string[]): Promise<readonly LocalPost[]>
  findByKey(key: string): Promise<LocalPost | undefined>
  /** Same key again: the post already there, unchanged. */
  insert(post: NewLocalPost): Promise<LocalPost>
  /** The newest, newest first. */
  latest(limit: number): Promise<readonly LocalPost[]>
  /** What a post of the author's says from now on. False if there is none. */
  edit(id: string, author: string, change: Pick<LocalPost, 'text' | 'media'>): Promise<boolean>
  /** Takes a post of the author's back, with what was done with it. */
  remove(id: string, author: string): Promise<void>
  /** What somebody does with a post counts once. False if there is no such post. */
  mark(mark: LocalMark, id: string, author: string): Promise<boolean>
  /** True if they had done it. */
  unmark(mark: LocalMark, id: string, author: string): Promise<boolean>
  /** Of those posts with which anybody did anything. */
  countsOf(ids: readonly string[]): Promise<ReadonlyMap<string, LocalCounts>>
  countPosts(author: string): Promise<number>
  /** Calls back when something was posted, edited, taken back or marked, here or in another replica. */
  watch(onNews: () => void): AsyncDisposable
}
