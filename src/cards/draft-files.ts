import type { DraftStateName } from '../domain/draft.ts'
import type { DraftFileState, FileRefusal, MediaProblem } from '../domain/media.ts'
import type { Translator } from '../locales/translator.ts'
import { fileName, problemText, refusalText } from './media-words.ts'

/** A file on its way into a draft, or one that did not come in. */
export interface DraftCardFile {
  readonly name: string
  readonly state: DraftFileState
  readonly refusal: FileRefusal | null
}

function fileLine({ name, state, refusal }: DraftCardFile, t: Translator): string {
  const shown = fileName(t, name)
  if (refusal !== null) return t('draft.file.refused', { name: shown, reason: refusalText(t, refusal) })
  return t(state === 'waiting' ? 'draft.file.waiting' : 'draft.file.here', { name: shown })
}

export interface DraftWithFiles {
  readonly state: DraftStateName
  readonly files: readonly DraftCardFile[]
  readonly variants: readonly { readonly networkTitle: string; readonly pictureProblems: readonly MediaProblem[] }[]
}

/** What keeps a draft from going to review: its files, and what networks would refuse of its pictures. */
export function fileLines({ state, files, variants }: DraftWithFiles, t: Translator): readonly string[] {
  if (state !== 'draft') return []
  const problems = variants.flatMap(({ networkTitle, pictureProblems }) =>
    pictureProblems.map(problem => problemText(t, networkTitle, problem)),
  )
  return [...files.map(file => fileLine(file, t)), ...new Set(problems)]
}
