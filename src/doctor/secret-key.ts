import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Config } from '../config.ts'
import type { SealedSecret } from '../db/queries/credentials.ts'
import { createVault, readKey, VaultError } from '../db/vault.ts'
import { type Finding, findingsOf } from '../domain/finding.ts'

const { ok, unchecked, warning, wrong } = findingsOf('secret key')

const RESTORE =
  'Set VIGIE_SECRET_KEY (or bring back the file secret.key) to what it was when they were stored, or remove and add these accounts again.'

export interface FoundKey {
  readonly finding: Finding
  readonly key?: Buffer
}

function opens(key: Buffer, { id, sealed }: SealedSecret): boolean {
  try {
    createVault(key).open(sealed, id)
    return true
  } catch (fault) {
    if (fault instanceof VaultError) return false
    throw fault
  }
}

/** Whether the key opens what was sealed; `secrets` is undefined if they could not be read. */
function checkSecrets(key: Buffer, where: string, secrets: readonly SealedSecret[] | undefined): Finding {
  if (secrets === undefined) return unchecked(`${where}; whether it opens what is stored could not be seen`)
  const closed = secrets.filter(secret => !opens(key, secret))
  if (closed.length === 0)
    return ok(secrets.length === 0 ? `${where}; nothing is sealed yet` : `${where} opens all that is stored`)
  const handles = closed.slice(0, 5).map(({ network, handle }) => `${network} @${handle}`)
  return wrong(`${where} does not open the credentials of ${handles.join(', ')}`, RESTORE)
}

/** The key's place and rights, and whether it opens what is stored. */
export async function checkSecretKey(
  { secretKey, dataDirectory }: Config,
  secrets: readonly SealedSecret[] | undefined,
): Promise<FoundKey> {
  if (secretKey !== undefined) return { finding: checkSecrets(secretKey, 'VIGIE_SECRET_KEY', secrets), key: secretKey }
  const path = join(resolve(dataDirectory), 'secret.key')
  let key: Buffer | undefined
  try {
    key = await readKey(dataDirectory)
  } catch (fault) {
    if (fault instanceof VaultError) return { finding: wrong(`${path} is not a key of 32 bytes in base64`, RESTORE) }
    const code = fault instanceof Error && 'code' in fault ? String(fault.code) : 'an unknown fault'
    return {
      finding: wrong(`${path} cannot be read (${code})`, 'Give it to the user that runs Vigie, with mode 0600.'),
    }
  }
  if (key === undefined) {
    const sealed = secrets?.length ?? 0
    if (sealed === 0) return { finding: ok(`${path}, which the first start makes`) }
    return { finding: wrong(`${path} is gone, and ${sealed} accounts have sealed credentials`, RESTORE) }
  }
  const finding = checkSecrets(key, path, secrets)
  const mode = (await stat(path)).mode & 0o777
  // Windows has no such rights.
  if (finding.state === 'problem' || (mode & 0o077) === 0 || process.platform === 'win32') return { finding, key }
  const shown = mode.toString(8).padStart(4, '0')
  return { finding: warning(`${path} can be read by others (mode ${shown})`, `chmod 600 ${path}`), key }
}
