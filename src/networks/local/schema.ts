import { z } from 'zod'

/** Sequence number of the last post read. */
export const cursorSchema = z.object({ sequence: z.number().int() })

/** `reference` of a post. */
export const referenceSchema = z.object({ id: z.uuid() })
export type Reference = z.infer<typeof referenceSchema>
