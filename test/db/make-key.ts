/** A process of its own that reads the key of a data directory, or makes it, and prints it. */
import { loadOrCreateKey } from '../../src/db/vault.ts'

process.stdout.write((await loadOrCreateKey(process.argv[2] ?? '')).toString('base64'))
