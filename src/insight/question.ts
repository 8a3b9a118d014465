import { boundText, foldPhrase, readTokens } from './normalise.ts'
import { QUESTION_BEGINNINGS } from './question-words.ts'

/** What people say before they come to their question, without a comma; folded. */
const GREETINGS = new Set(
  'hi hey hello please so and but ok bonjour bonsoir salut coucou svp et mais hola buenas hallo hi moin ciao salve ola oi'.split(
    ' ',
  ),
)

/** Sentences of a text, each as its words written as one. */
function readSentences(text: string): readonly string[] {
  const sentences: string[][] = [[]]
  for (const token of readTokens(text)) {
    if (token.kind !== 'word') sentences.push([])
    else if (!GREETINGS.has(token.text) || sentences.at(-1)?.length !== 0) sentences.at(-1)?.push(token.text)
  }
  return sentences.map(words => words.join(' '))
}

/**
 * Tells whether somebody asks something: by a question mark that is not part of an address, or by how a sentence begins
 * in one of the languages read. A complaint that is put as a question is one as well: it wants an answer no less. Folds
 * its phrases: keep it.
 */
export function createQuestionReader(): (text: string) => boolean {
  const beginnings = QUESTION_BEGINNINGS.split(',').map(foldPhrase)
  const pattern = new RegExp(`^(?:${beginnings.join('|')})(?: |$)`, 'u')
  return text => {
    const bounded = boundText(text)
    if (readTokens(bounded).some(token => token.kind === 'question')) return true
    return readSentences(bounded).some(sentence => pattern.test(sentence))
  }
}
