import { randomBytes } from 'node:crypto'
import type { Logger } from 'pino'
import type { ChatPlatform } from './chat/platform.ts'
import type { Database } from './db/database.ts'
import { hasAdmin } from './db/queries/people.ts'
import { saveWorkspace, setClaimHash } from './db/queries/workspaces.ts'
import { CLAIM_LENGTH, formatClaim, hashClaim } from './domain/claim.ts'

/**
 * Remembers the workspaces that a platform is installed in. One without an admin gets a one-time code, told to whoever
 * reads the log and kept as a hash; a start makes a new one, until somebody has used it.
 */
export async function prepareClaims({ connection }: Database, platform: ChatPlatform, log: Logger): Promise<void> {
  for (const { id, name } of (await platform.workspaces?.()) ?? []) {
    const workspace = await saveWorkspace(connection, platform.name, id, name)
    if (await hasAdmin(connection, platform.name, id)) {
      await setClaimHash(connection, workspace.id, null)
      continue
    }
    const code = formatClaim(randomBytes(CLAIM_LENGTH))
    await setClaimHash(connection, workspace.id, hashClaim(code))
    log.warn(
      { platform: platform.name, workspace: name, command: `/vigie claim ${code}` },
      'no admin yet: type this in the chat',
    )
  }
}
