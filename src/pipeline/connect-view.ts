import type { Capabilities } from '../domain/capabilities.ts'
import type { ConnectionProblem, ConnectionState } from '../domain/connection.ts'
import type { Language } from '../domain/language.ts'
import type { Connecting, SourceKind } from '../networks/network.ts'

/** What the page for connecting accounts shows of one connection. Nothing in it is secret. */
export interface ConnectView {
  readonly id: string
  readonly state: ConnectionState
  /** Of whoever asked for it. */
  readonly language: Language
  readonly brandName: string
  /** The brand's. */
  readonly timeZone: string
  /** Who asked for it, in which chat. */
  readonly memberName: string
  readonly platform: string
  readonly network: ConnectNetwork
  /** The account that is to be connected again; null where it may be any. */
  readonly again: { readonly handle: string; readonly service: string } | null
  /** What was typed last. */
  readonly given: { readonly way: 'network' | 'form'; readonly service: string; readonly handle: string }
  readonly problem: ConnectionProblem | null
  /** Whose account was opened. */
  readonly found: { readonly name: string; readonly handle: string; readonly service: string } | null
}

export interface ConnectNetwork {
  readonly name: string
  readonly title: string
  readonly capabilities: Capabilities
  readonly sources: readonly SourceKind[]
  readonly secret: Connecting['secret']
  readonly asksService: boolean
  /** Offered first; '' where there is none. */
  readonly usualService: string
  readonly hasAuthorisation: boolean
}

/** Why there is nothing to be seen or done by a link or a page. */
export type ConnectDenial =
  | 'unknown'
  /** Another browser followed the link before. */
  | 'used'
  | 'expired'
  /** Whoever asked for it may not connect accounts any more. */
  | 'not-allowed'
  /** The network brought a browser back that did not set out, or twice. */
  | 'not-yours'

export type Shown = { readonly kind: 'shown'; readonly view: ConnectView } | Denied
export type Denied = { readonly kind: 'denied'; readonly why: ConnectDenial; readonly language: Language | undefined }

/** What a page does for the one browser that holds a connection. `browser` is what that browser holds. */
export interface ConnectPage {
  /**
   * Looks at a link without using it: whatever looks at links before people do must not use them up. The browser that has
   * used it is led back to its page. `browserOf` is what the browser holds of a connection.
   */
  look(link: string, browserOf: (id: string) => string | undefined): Promise<Shown | Back>
  /** Gives the connection to the browser that followed the link first; `browser` is for it alone. */
  open(link: string): Promise<{ readonly kind: 'opened'; readonly id: string; readonly browser: string } | Denied>
  show(id: string, browser: string | undefined): Promise<Shown>
  /** Tries what somebody typed. What came of it is shown by `show`. */
  signIn(id: string, browser: string | undefined, given: TypedSignIn): Promise<Shown>
  /** Where the browser is to go; or, where that could not be found out, `show` says why. */
  authorise(id: string, browser: string | undefined, service: string): Promise<Shown | Away>
  /** The browser is back from the network. */
  comeBack(
    parameters: ReadonlyMap<string, string>,
    browserOf: (id: string) => string | undefined,
  ): Promise<Back | Denied>
}

/** Back to the page of a connection. */
export interface Back {
  readonly kind: 'back'
  readonly id: string
}

export interface Away {
  readonly kind: 'away'
  readonly address: string
  readonly view: ConnectView
}

export interface TypedSignIn {
  readonly service: string
  readonly handle: string
  readonly secret: string
}
