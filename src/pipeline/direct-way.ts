import { ChatError, type ChatPlatform, mayAct } from '../chat/platform.ts'
import type { MemberRow } from '../db/schema/index.ts'
import type { Stage } from './stage.ts'

/** What became of the attempt to find the way to somebody. */
export type Way =
  | { readonly kind: 'open'; readonly address: string }
  /** The platform says that nobody can write to them. */
  | { readonly kind: 'closed' }
  /** They take no direct messages: what is for them is said in a channel. */
  | { readonly kind: 'declined' }
  /** They have left, or are on a platform without direct messages. */
  | { readonly kind: 'absent' }
  /** A right is missing for everybody on their platform: whoever mends it finds what waits as it was. */
  | { readonly kind: 'barred' }
  /** The platform cannot be asked at present. */
  | { readonly kind: 'later' }

/** Where somebody can be written to in person. */
export async function findWay(
  platforms: ReadonlyMap<string, ChatPlatform>,
  { platform, workspace, remoteId }: MemberRow,
  log: Stage['log'],
): Promise<Way> {
  const chat = platforms.get(platform)
  if (chat?.direct === undefined || !(await mayAct(chat, workspace, remoteId))) return { kind: 'absent' }
  try {
    return { kind: 'open', address: await chat.direct(workspace, remoteId) }
  } catch (fault) {
    if (!(fault instanceof ChatError)) throw fault
    const { fault: said } = fault
    if (said.kind === 'refused' && said.reason === 'declined') return { kind: 'declined' }
    if (said.kind === 'refused' && said.reason !== 'not-allowed') return { kind: 'closed' }
    // Whoever looks after the chat is told of it as of everything else that does not arrive there.
    log.debug({ platform, err: fault }, 'nobody can be written to in person at present')
    return { kind: said.kind === 'refused' ? 'barred' : 'later' }
  }
}
