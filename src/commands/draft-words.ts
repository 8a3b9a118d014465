import type { OptionValues } from '../chat/commands.ts'

/** What stands behind `draft`. */
export interface DraftRequest {
  /** Accounts, as they were typed. */
  readonly accounts: readonly string[]
  readonly text: string
}

/** "account:maison", in both languages: where it is to go. */
const ACCOUNT = /^(?:account|compte):(\S+)(?:\s+|$)/i
/** Set before a text that itself begins so, and is to be published so. */
const MARK = '--'
const MARKED = /^--\s+(?=(?:--\s+)*(?:account|compte):\S)/i

/** "account:maison Hello" -> maison, Hello. Whatever does not begin so is text from its first letter. */
export function readDraft(rest: string): DraftRequest {
  const accounts: string[] = []
  let text = rest
  for (let found = ACCOUNT.exec(text); found !== null; found = ACCOUNT.exec(text)) {
    accounts.push(found[1] ?? '')
    text = text.slice(found[0].length)
  }
  return { accounts, text: text.replace(MARKED, '') }
}

/** The same from what was filled in. */
export function writeDraft({ account, text = '' }: OptionValues): string {
  const words = text.trim()
  const isAmbiguous = ACCOUNT.test(words) || MARKED.test(words)
  const named = account === undefined || account.trim() === '' ? [] : [`account:${account.trim()}`]
  return [...named, ...(isAmbiguous ? [MARK] : []), ...(words === '' ? [] : [words])].join(' ')
}
