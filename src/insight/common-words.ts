import { READ_LANGUAGES, type ReadLanguage } from './grammar.ts'
import { foldText } from './normalise.ts'

/**
 * Words that a short text gives its language away by, where letter statistics have too little to go on. A word that two
 * of these languages share counts for both, which settles nothing and so does no harm.
 */
const COMMON_WORDS: Readonly<Record<ReadLanguage, string>> = {
  en: 'the and is are was my your you it this that of to in for with not what when where how why who have has do does did i we they he she at on from love it good bad great service nice thanks thank hello please best worst awesome never always terrible awful broken',
  fr: 'le la les des du de et est sont un une mon ma mes votre vos vous je tu il elle nous ils ne pas mais avec pour dans sur que qui quoi quand ou comment pourquoi c j l d n qu ça très trop merci bonjour bonsoir salut nul nulle bravo super bien chez ai ma toujours jamais rien aucun svp génial arnaque colis livraison honte honteux déçu',
  es: 'el la los las de y es son un una mi mis tu su que no con para en por pero muy gracias hola buenos buenas qué cuándo dónde cómo yo nos lo se del al ya está bien mal nunca siempre genial pésimo excelente servicio',
  de: 'der die das und ist sind ein eine mein meine ihr sie ich du wir nicht mit für auf zu im den dem danke bitte hallo wie was wann wo warum sehr gut schlecht immer nie kein keine es von aber auch noch super leider',
  it: 'il lo la gli le di e è sono un una mio mia che non con per in da ma grazie ciao buongiorno come quando dove perché molto bene male mai sempre del della al ho hai questo questa anche più ottimo pessimo servizio',
  pt: 'o a os as de e é são um uma meu minha que não com para em por mas muito obrigado obrigada olá bom boa como quando onde você eu nos do da no na mais bem mal nunca sempre está isso péssimo ótimo serviço pra',
}

/** How many of the words given belong to each language, by folded word. */
export function createWordVotes(): (words: readonly string[]) => Readonly<Record<ReadLanguage, number>> {
  const sets = READ_LANGUAGES.map(language => new Set(foldText(COMMON_WORDS[language]).split(' ')))
  return words => {
    const votes = { en: 0, fr: 0, es: 0, de: 0, it: 0, pt: 0 }
    READ_LANGUAGES.forEach((language, index) => {
      for (const word of words) if (sets[index]?.has(word)) votes[language] += 1
    })
    return votes
  }
}
