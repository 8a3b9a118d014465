import { foldText } from './normalise.ts'

/** The languages whose feeling is read with words of their own; any other is read by emoji and what all share. */
export const READ_LANGUAGES = ['en', 'fr', 'es', 'de', 'it', 'pt'] as const
export type ReadLanguage = (typeof READ_LANGUAGES)[number]

/** The small words that turn, strengthen or weaken what they stand beside. All folded. */
export interface Grammar {
  readonly negators: ReadonlySet<string>
  readonly strengtheners: ReadonlySet<string>
  readonly weakeners: ReadonlySet<string>
  /** What follows weighs more than what came before: "nice, but ...". */
  readonly contrasts: ReadonlySet<string>
}

function words(list: string): ReadonlySet<string> {
  return new Set(foldText(list).split(' '))
}

/** Kept apart by language, since the negators of one are words of another; in 'mixed' every one of them counts. */
export function createGrammars(): Readonly<Record<ReadLanguage | 'mixed' | 'any', Grammar>> {
  const read: Readonly<Record<ReadLanguage, Grammar>> = {
    en: {
      negators: words(
        "not no never without cannot nobody none neither nor nothing hardly barely dont cant wont isnt wasnt didnt doesnt couldnt wouldnt shouldnt arent aint don't can't won't isn't wasn't didn't doesn't couldn't wouldn't shouldn't aren't ain't weren't haven't hasn't hadn't",
      ),
      strengtheners: words(
        'very really so extremely absolutely totally completely utterly incredibly super truly such damn',
      ),
      weakeners: words('bit little slightly somewhat kinda rather fairly almost'),
      contrasts: words('but however yet although though'),
    },
    fr: {
      negators: words('pas jamais aucun aucune sans ni rien guère nullement'),
      strengtheners: words(
        'très trop vraiment tellement extrêmement absolument totalement complètement super hyper ultra si archi carrément franchement grave',
      ),
      weakeners: words('peu assez plutôt légèrement presque moyennement'),
      contrasts: words('mais cependant pourtant toutefois néanmoins sauf'),
    },
    es: {
      negators: words('no nunca jamás sin ni tampoco nadie ningún ninguna'),
      strengtheners: words('muy mucho tan tanto super realmente totalmente absolutamente demasiado re'),
      weakeners: words('poco algo casi bastante'),
      contrasts: words('pero aunque sino embargo'),
    },
    de: {
      negators: words('nicht kein keine keinen keiner keinem nie niemals ohne weder nichts niemand nix'),
      strengtheners: words('sehr so wirklich total absolut extrem echt völlig richtig mega super zu'),
      weakeners: words('etwas bisschen fast ziemlich eher'),
      contrasts: words('aber jedoch doch sondern obwohl'),
    },
    it: {
      negators: words('non mai senza né nessun nessuno nessuna niente'),
      strengtheners: words('molto troppo davvero veramente così tanto assolutamente super proprio'),
      weakeners: words('poco abbastanza quasi leggermente'),
      contrasts: words('ma però tuttavia invece'),
    },
    pt: {
      negators: words('não nao nunca jamais sem nem ninguém nenhum nenhuma'),
      strengtheners: words('muito tão demais realmente totalmente absolutamente super mt mto muita'),
      weakeners: words('pouco meio quase bastante'),
      contrasts: words('mas porém contudo embora'),
    },
  }
  const all = READ_LANGUAGES.map(language => read[language])
  return {
    ...read,
    mixed: {
      negators: new Set(all.flatMap(grammar => [...grammar.negators])),
      strengtheners: new Set(all.flatMap(grammar => [...grammar.strengtheners])),
      weakeners: new Set(all.flatMap(grammar => [...grammar.weakeners])),
      contrasts: new Set(all.flatMap(grammar => [...grammar.contrasts])),
    },
    any: { negators: new Set(), strengtheners: new Set(), weakeners: new Set(), contrasts: new Set() },
  }
}
