import { randomBytes } from 'node:crypto'
import type { Command } from 'commander'
import { readKeyFile, writeKeyFile } from '../db/key-file.ts'
import { resealAll } from '../db/queries/reseal.ts'
import type { Storage } from '../storage.ts'
import { CommandError, EXIT, type Program } from './program.ts'
import { withStorage } from './storage.ts'

const IN_VARIABLE =
  'The key is in VIGIE_SECRET_KEY: put it into VIGIE_SECRET_KEY_PREVIOUS, a new one (openssl rand -base64 32) into VIGIE_SECRET_KEY, and start Vigie again. README, “Changing the key”, tells how with replicas.'

/** Seals everything with the key of now, and says what came of it. Answers with how much no key opens. */
async function reseal(program: Program, { database, vault }: Storage): Promise<number> {
  const { anew, closed } = await resealAll(database.connection, vault)
  program.print(`Sealed anew: ${anew}.${closed === 0 ? '' : ` Opened by no key that is here: ${closed}.`}`)
  return closed
}

async function rotate(program: Program, storage: Storage): Promise<void> {
  const { secretKey, previousSecretKeys, dataDirectory } = program.config()
  if (secretKey !== undefined) {
    if (previousSecretKeys.length === 0) throw new CommandError(IN_VARIABLE, EXIT.config)
    await reseal(program, storage)
    return program.print('Once every process runs with the new key, take VIGIE_SECRET_KEY_PREVIOUS away.')
  }
  const keys = await readKeyFile(dataDirectory)
  if (keys === undefined) throw new CommandError(`There is no secret.key in ${dataDirectory}.`, EXIT.config)
  // On the disk before anything is sealed with it. A Vigie that runs takes it from there at once.
  await writeKeyFile(dataDirectory, { current: randomBytes(32), previous: [keys.current, ...keys.previous] })
  await reseal(program, storage)
  program.print('The new key is in secret.key, above the old one. `key forget` takes the old one out.')
}

async function forget(program: Program, storage: Storage): Promise<void> {
  const { secretKey, dataDirectory } = program.config()
  if (secretKey !== undefined) throw new CommandError(IN_VARIABLE, EXIT.config)
  const keys = await readKeyFile(dataDirectory)
  if (keys === undefined) throw new CommandError(`There is no secret.key in ${dataDirectory}.`, EXIT.config)
  const closed = await reseal(program, storage)
  if (closed > 0) {
    throw new CommandError('Nothing was forgotten: doctor tells which accounts must be connected again.', EXIT.badData)
  }
  await writeKeyFile(dataDirectory, { current: keys.current, previous: [] })
  program.print(`Forgotten: ${keys.previous.length}. Backups made before hold secrets that only those open.`)
}

export function addKey(parent: Command, program: Program): void {
  const key = parent.command('key').description('the key that seals stored credentials')
  key
    .command('rotate')
    .description('put a new key in place of the present one and seal everything with it, also while Vigie runs')
    .action(() => withStorage(program, storage => rotate(program, storage)))
  key
    .command('forget')
    .description('take former keys out of secret.key, once nothing is sealed with them any more')
    .action(() => withStorage(program, storage => forget(program, storage)))
}
