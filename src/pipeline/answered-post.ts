import type { PostRow, RevisionRow } from '../db/schema/index.ts'

/** The post that a draft answers or quotes, as it stands to what was written. */
export function answered(
  { authorName, authorHandle, text, url, editedAt, goneAt }: PostRow,
  { createdAt }: RevisionRow,
  isErased: boolean,
) {
  // Another brand may hold what this one has given up.
  if (isErased) return { name: '', text: '', url: null, standing: 'gone' } as const
  const standing = goneAt !== null ? 'gone' : editedAt !== null && editedAt > createdAt ? 'edited' : 'as-it-was'
  return { name: authorName || authorHandle, text, url, standing } as const
}
