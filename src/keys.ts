import { resolve } from 'node:path'
import type { Config } from './config.ts'
import { followKeyFile, loadOrCreateKeys } from './db/key-file.ts'
import { makeDirectory } from './db/make-directory.ts'
import { createVault, installationOf, type Keys, type Vault } from './db/vault.ts'

export interface OpenedVault {
  readonly vault: Vault
  /** Tells this installation, with all its replicas, from others. */
  readonly installation: string
}

/** The keys of the variables; undefined where the key is in a file. */
export function configuredKeys({ secretKey, previousSecretKeys }: Config): Keys | undefined {
  return secretKey === undefined ? undefined : { current: secretKey, previous: previousSecretKeys }
}

/** The vault with the key of the variable, or of the file, which is made if it is not there. Throws `VaultError`. */
export async function openVault(config: Config): Promise<OpenedVault> {
  const configured = configuredKeys(config)
  if (configured !== undefined) {
    return { vault: createVault(configured), installation: installationOf(configured.current) }
  }
  const directory = config.dataDirectory
  await makeDirectory(resolve(directory))
  const inFile = followKeyFile(directory, await loadOrCreateKeys(directory))
  const keys = (): Keys => {
    const { current, previous } = inFile()
    return { current, previous: [...previous, ...config.previousSecretKeys] }
  }
  return { vault: createVault(keys), installation: installationOf(keys().current) }
}
