import { randomBytes } from 'node:crypto'
import type { Logger } from 'pino'
import { type ChatPlatform, mayAct } from './chat/platform.ts'
import type { Database } from './db/database.ts'
import { listMembers } from './db/queries/people.ts'
import { saveWorkspace, setClaimHash } from './db/queries/workspaces.ts'
import { CLAIM_LENGTH, formatClaim, hashClaim } from './domain/claim.ts'

type Workspace = Awaited<ReturnType<NonNullable<ChatPlatform['workspaces']>>>[number]

/** A workspace, and whether somebody there is admin. */
type Found = Workspace & { readonly isClaimed: boolean }

/** Remembers the workspaces that platforms are installed in, as soon as a platform says which. */
export interface Claims extends AsyncDisposable {
  /**
   * Asks the platforms that have not answered yet, or may have more to say, and returns at once: one that is away is asked again with the next
   * call, and keeps nobody waiting.
   */
  prepare(): void
  /** Resolves when nothing is under way. */
  settled(): Promise<void>
}

/**
 * A workspace without an admin gets a one-time code, told to whoever reads the log and kept as a hash; a start makes a new
 * one, until somebody has used it.
 */
export function createClaims({ connection }: Database, platforms: Iterable<ChatPlatform>, log: Logger): Claims {
  const asked = [...platforms].filter(platform => platform.workspaces !== undefined)
  /** What a platform has answered, and how often Vigie had been let in somewhere before that. */
  const answers = new Map<ChatPlatform, { readonly joins: number; readonly ids: ReadonlySet<string> }>()
  const told = new Set<ChatPlatform>()
  const underWay = new Map<ChatPlatform, Promise<void>>()
  const saving = new Set<Promise<void>>()
  let isClosed = false

  /** True if somebody is admin who is still there, or may be as far as the platform tells. */
  async function hasAdmin(platform: ChatPlatform, workspace: string): Promise<boolean> {
    const people = await listMembers(connection, platform.name, workspace)
    for (const { roles, remoteId } of people) {
      if (roles.includes('admin') && (await mayAct(platform, workspace, remoteId))) return true
    }
    return false
  }

  async function save({ name: platform }: ChatPlatform, { id, name, isClaimed }: Found): Promise<void> {
    const workspace = await saveWorkspace(connection, platform, id, name)
    if (isClaimed) return setClaimHash(connection, workspace.id, null)
    const code = formatClaim(randomBytes(CLAIM_LENGTH))
    await setClaimHash(connection, workspace.id, hashClaim(code))
    log.warn({ platform, workspace: name, command: `/vigie claim ${code}` }, 'no admin yet: type this in the chat')
  }

  async function saveAll(platform: ChatPlatform, joins: number, workspaces: readonly Found[]): Promise<void> {
    const before = answers.get(platform)?.ids ?? new Set()
    for (const workspace of workspaces) if (!before.has(workspace.id)) await save(platform, workspace)
    answers.set(platform, { joins, ids: new Set([...before, ...workspaces.map(({ id }) => id)]) })
  }

  async function find(platform: ChatPlatform): Promise<readonly Found[]> {
    const workspaces = (await platform.workspaces?.()) ?? []
    return Promise.all(workspaces.map(async one => ({ ...one, isClaimed: await hasAdmin(platform, one.id) })))
  }

  async function ask(platform: ChatPlatform): Promise<void> {
    try {
      const joins = platform.joins?.() ?? 0
      const workspaces = await find(platform)
      if (isClosed) return
      const saved = saveAll(platform, joins, workspaces)
      saving.add(saved)
      await saved.finally(() => saving.delete(saved))
    } catch (fault) {
      // Once is enough: it is asked again every few seconds.
      if (!told.has(platform)) {
        log.warn({ platform: platform.name, err: fault }, 'the workspace is not known yet, asking again')
      }
      told.add(platform)
    }
  }

  return {
    prepare() {
      for (const platform of isClosed ? [] : asked) {
        const isAnswered = answers.get(platform)?.joins === (platform.joins?.() ?? 0)
        if (isAnswered || underWay.has(platform)) continue
        underWay.set(
          platform,
          ask(platform).finally(() => underWay.delete(platform)),
        )
      }
    },
    async settled() {
      await Promise.all(underWay.values())
    },
    async [Symbol.asyncDispose]() {
      isClosed = true
      // Not for platforms that do not answer.
      await Promise.allSettled(saving)
    },
  }
}
