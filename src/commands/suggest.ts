import type { Suggestion } from '../chat/commands.ts'
import { foldLetters } from '../domain/folding.ts'
import { type Command, mayUse } from './command.ts'
import type { Visit } from './services.ts'

/** Suggestions that a person sees at once; more than Discord shows (25) would be of no use. */
const MOST = 25

/** How well it fits what was typed: begun so, a word of it begun so, so somewhere in it; undefined if not at all. */
function rankOf({ value, label }: Suggestion, typed: string): number | undefined {
  const texts = [foldLetters(label), foldLetters(value)]
  if (texts.some(text => text.startsWith(typed))) return 0
  const words = texts.flatMap(text => text.split(/[^\p{L}\p{N}]+/u))
  if (words.some(word => word.startsWith(typed))) return 1
  return texts.some(text => text.includes(typed)) ? 2 : undefined
}

/** Those that fit what was typed, the best first; among equals in the order given. */
export function rank(suggestions: readonly Suggestion[], text: string): readonly Suggestion[] {
  const typed = foldLetters(text.trim())
  return suggestions
    .flatMap(suggestion => {
      const place = rankOf(suggestion, typed)
      return place === undefined ? [] : [{ suggestion, place }]
    })
    .sort((one, other) => one.place - other.place)
    .slice(0, MOST)
    .map(({ suggestion }) => suggestion)
}

/** What an option could be, for somebody who may use the command: nobody learns from it what they may not see. */
export async function suggestFor(
  visit: Visit,
  command: Command,
  option: string,
  text: string,
): Promise<readonly Suggestion[]> {
  const field = command.options.find(({ name }) => name === option)?.field
  if (field?.kind !== 'text' || field.suggest === undefined || !mayUse(visit, command)) return []
  return rank(await field.suggest(visit, text), text)
}
