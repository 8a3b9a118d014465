import { readDocument, type SentDocument } from './document.ts'

/** A process that reads documents one after the other; it knows nothing, and can be killed at any moment. */
process.on('message', (document: SentDocument) => void process.send?.(readDocument(document)))
// Nobody is left to read for.
process.once('disconnect', () => process.exit())
