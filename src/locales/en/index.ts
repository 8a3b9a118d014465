import { page } from './page.ts'

export const en = { ...page } as const
export type MessageKey = keyof typeof en
