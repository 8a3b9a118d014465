/** A process of its own that reads the key of a data directory, or makes it, and prints it. */
import { loadOrCreateKeys } from '../../src/db/key-file.ts'

process.stdout.write((await loadOrCreateKeys(process.argv[2] ?? '')).current.toString('base64'))
