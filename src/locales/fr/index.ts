import type { MessageKey } from '../en/index.ts'
import { page } from './page.ts'

export const fr: Readonly<Record<MessageKey, string>> = { ...page }
