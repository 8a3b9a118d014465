/** A Bluesky to test against, real or invented: an account server (PDS) and its read side (AppView). */
export interface BlueskyServer extends AsyncDisposable {
  /** As it is known to itself, such as http://localhost:2583. */
  readonly url: string
  /** The account server refuses connections until it is started again. It keeps its state. */
  stop(): Promise<void>
  start(): Promise<void>
  /** Reading notifications and profiles fails; everything else goes on. */
  stopReadSide(): Promise<void>
  startReadSide(): Promise<void>
  /** The server's own people take the account down. */
  takeDown(did: string): Promise<void>
  /** Waits until what was written can be read. */
  settle(): Promise<void>
  /** The token as it would be if it had been given out yesterday. */
  expire(token: string): Promise<string>
}
