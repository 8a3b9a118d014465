import type { Person } from './person.ts'

/** A server that speaks Mastodon's API, real or invented, to test against. */
export interface MastodonServer extends AsyncDisposable {
  readonly url: string
  /** Opens an account and answers with a token that reads and writes. */
  signUp(username: string): Promise<string>
  /** Another token of theirs, for another app. */
  giveToken(username: string): Promise<string>
  /** The token is refused from here on. */
  revoke(token: string): Promise<void>
  /** Whoever has that token; absent where they do as on Mastodon. */
  person?(token: string): Promise<Person>
  /** How a post shows whom it names; absent where that is as it was written. */
  named?(username: string): string
  /** Waits until all is where it belongs, and the owner was told of these posts; absent where that is at once. */
  settle?(owner: Person, awaited: readonly string[]): Promise<void>
  /** It refuses connections until it is started again. It keeps its state. */
  stop(): Promise<void>
  start(): Promise<void>
}
