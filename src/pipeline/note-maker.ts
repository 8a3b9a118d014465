import { historyLine } from '../cards/history-note.ts'
import type { Note } from '../chat/card.ts'
import type { Executor } from '../db/client.ts'
import { findAccount } from '../db/queries/accounts.ts'
import { findPublished } from '../db/queries/corrections.ts'
import { findDraft, findRevision } from '../db/queries/drafts.ts'
import { findLastHistory, type HistoryRecord, type HistorySubject, listNoteLines } from '../db/queries/history.ts'
import { nameMembers } from '../db/queries/people.ts'
import { type EditSummary, summariseEdit } from '../domain/edit.ts'
import type { HistoryEvent } from '../domain/history.ts'
import type { Localised } from '../domain/language.ts'
import { localise, type Translator, type Translators } from '../locales/translator.ts'
import type { Network } from '../networks/network.ts'

/** What was done about things, in words. */
export interface NoteMaker {
  /** The note that a row of the outbox brings; undefined if nothing of it is kept any more. */
  ofRow(executor: Executor, cardId: string, timeZone: string): Promise<Localised<Note> | undefined>
  /** The last thing that was done; undefined if there is none, or the same person did it. */
  lastOf(
    executor: Executor,
    subject: HistorySubject,
    reader: { readonly memberId: string; readonly timeZone: string; readonly t: Translator },
  ): Promise<string | undefined>
}

function accountIdsOf(event: HistoryEvent): readonly string[] {
  if ('links' in event) return event.links.map(link => link.accountId)
  if ('failures' in event) return event.failures.map(failure => failure.accountId)
  return 'accountIds' in event ? event.accountIds : []
}

export function createNoteMaker(networks: ReadonlyMap<string, Network>, translators: Translators): NoteMaker {
  async function accountsOf(executor: Executor, event: HistoryEvent) {
    const found = await Promise.all(
      accountIdsOf(event).map(async id => {
        const account = await findAccount(executor, id)
        if (account === undefined) return []
        const networkTitle = networks.get(account.network)?.title ?? account.network
        return [[id, { networkTitle, handle: account.handle }] as const]
      }),
    )
    return new Map(found.flat())
  }

  /** What a correction made of what was out before it. */
  async function correctionOf(executor: Executor, draftId: string): Promise<EditSummary | null> {
    const after = await findDraft(executor, draftId)
    const correctsId = after?.row.correctsId ?? null
    const before = correctsId === null ? undefined : await findPublished(executor, correctsId, draftId)
    return before === undefined || after === undefined ? null : summariseEdit(before, after.revision.content)
  }

  async function editOf(executor: Executor, { entry }: HistoryRecord): Promise<EditSummary | null> {
    if (entry.event.kind === 'corrected') return correctionOf(executor, entry.event.draftId)
    if (entry.event.kind !== 'edited') return null
    const { revision } = entry.event
    const before = await findRevision(executor, entry.subjectId, revision - 1)
    const after = await findRevision(executor, entry.subjectId, revision)
    return before === undefined || after === undefined ? null : summariseEdit(before.content, after.content)
  }

  async function inputOf(executor: Executor, record: HistoryRecord, timeZone: string) {
    const { event, at } = record.entry
    const accounts = await accountsOf(executor, event)
    const people = await nameMembers(executor, event.kind === 'assigned' ? [event.to] : [])
    const edit = await editOf(executor, record)
    return { event, at, actorName: record.actorName, timeZone, accounts, people, edit }
  }

  return {
    async ofRow(executor, cardId, timeZone) {
      const records = await listNoteLines(executor, cardId)
      if (records.length === 0) return undefined
      const inputs = await Promise.all(records.map(record => inputOf(executor, record, timeZone)))
      return localise(translators, t => ({ lines: inputs.map(input => historyLine(input, t)) }))
    },
    async lastOf(executor, subject, { memberId, timeZone, t }) {
      const last = await findLastHistory(executor, subject)
      if (last === undefined || last.entry.actorId === memberId) return undefined
      return historyLine(await inputOf(executor, last, timeZone), t).text
    },
  }
}
