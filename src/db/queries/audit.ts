import type { Json } from '../../domain/json.ts'
import type { Transaction } from '../client.ts'
import { auditLog } from '../schema/index.ts'

export interface AuditEntry {
  /** Null when Vigie itself acted, or the command line. */
  readonly actorId: string | null
  /** What was done, as `draft.approved`. */
  readonly act: string
  readonly subjectKind:
    | 'account'
    | 'brand'
    | 'connection'
    | 'deed'
    | 'draft'
    | 'member'
    | 'mention'
    | 'network-action'
    | 'workspace'
  readonly subjectId: string
  readonly contentHash?: string
  /** Ids, numbers and states; never texts, which must stay erasable. */
  readonly details?: Json
}

export async function record(tx: Transaction, entry: AuditEntry): Promise<void> {
  await tx.insert(auditLog).values(entry)
}
