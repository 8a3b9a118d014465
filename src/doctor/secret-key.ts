import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Config } from '../config.ts'
import { readKeyFile } from '../db/key-file.ts'
import type { SealedSecret } from '../db/queries/credentials.ts'
import { createVault, type Keys, VaultError } from '../db/vault.ts'
import { type Finding, findingsOf } from '../domain/finding.ts'
import { configuredKeys } from '../keys.ts'

const { ok, unchecked, warning, wrong } = findingsOf('secret key')

const RESTORE =
  'Set VIGIE_SECRET_KEY (or bring back the file secret.key) to what it was when they were stored, or name that key in VIGIE_SECRET_KEY_PREVIOUS, or connect these accounts again.'

const RESEAL = 'Start Vigie, or run `key rotate`: both seal them anew.'
const FORGET =
  'Once every process has been started with the new key, take VIGIE_SECRET_KEY_PREVIOUS away, or run `key forget`.'

export interface FoundKey {
  readonly finding: Finding
  /** The present one first. */
  readonly keys?: readonly Buffer[]
}

function opens(keys: Keys, { id, sealed }: SealedSecret): boolean {
  try {
    createVault(keys).open(sealed, id)
    return true
  } catch (fault) {
    if (fault instanceof VaultError) return false
    throw fault
  }
}

/** Whether the keys open what was sealed, and whether a former one is still needed; undefined if that could not be read. */
function checkSecrets(keys: Keys, where: string, secrets: readonly SealedSecret[] | undefined): Finding {
  if (secrets === undefined) return unchecked(`${where}; whether it opens what is stored could not be seen`)
  const closed = secrets.filter(secret => !opens(keys, secret))
  if (closed.length > 0) {
    const handles = closed.slice(0, 5).map(({ network, handle }) => `${network} @${handle}`)
    return wrong(`${where} does not open the credentials of ${handles.join(', ')}`, RESTORE)
  }
  const { isCurrent } = createVault(keys)
  const former = secrets.filter(({ sealed }) => !isCurrent(sealed)).length
  if (keys.previous.length > 0) {
    return former > 0
      ? warning(`${where}: ${former} of ${secrets.length} accounts are still sealed with a former key`, RESEAL)
      : warning(`${where} opens all that is stored; former keys are of no more use`, FORGET)
  }
  return ok(secrets.length === 0 ? `${where}; nothing is sealed yet` : `${where} opens all that is stored`)
}

/** The key's place and rights, and whether it opens what is stored. */
export async function checkSecretKey(config: Config, secrets: readonly SealedSecret[] | undefined): Promise<FoundKey> {
  const found = (keys: Keys, where: string): Required<FoundKey> => ({
    finding: checkSecrets(keys, where, secrets),
    keys: [keys.current, ...keys.previous],
  })
  const configured = configuredKeys(config)
  if (configured !== undefined) return found(configured, 'VIGIE_SECRET_KEY')
  const path = join(resolve(config.dataDirectory), 'secret.key')
  let inFile: Keys | undefined
  try {
    inFile = await readKeyFile(config.dataDirectory)
  } catch (fault) {
    if (fault instanceof VaultError) return { finding: wrong(`${path} is not a key of 32 bytes in base64`, RESTORE) }
    const code = fault instanceof Error && 'code' in fault ? String(fault.code) : 'an unknown fault'
    return {
      finding: wrong(`${path} cannot be read (${code})`, 'Give it to the user that runs Vigie, with mode 0600.'),
    }
  }
  if (inFile === undefined) {
    const sealed = secrets?.length ?? 0
    if (sealed === 0) return { finding: ok(`${path}, which the first start makes`) }
    return { finding: wrong(`${path} is gone, and ${sealed} accounts have sealed credentials`, RESTORE) }
  }
  const { finding, keys } = found(
    { current: inFile.current, previous: [...inFile.previous, ...config.previousSecretKeys] },
    path,
  )
  const mode = (await stat(path)).mode & 0o777
  // Windows has no such rights.
  if (finding.state === 'problem' || (mode & 0o077) === 0 || process.platform === 'win32') return { finding, keys }
  const shown = mode.toString(8).padStart(4, '0')
  return { finding: warning(`${path} can be read by others (mode ${shown})`, `chmod 600 ${path}`), keys }
}
