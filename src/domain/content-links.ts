import { type Content, type Part, partsOf, type Variant } from './content.ts'
import { firstLink, type LinkCard } from './link-card.ts'

/** The accounts whose networks show cards that Vigie puts together. */
export type CardAccounts = ReadonlySet<string>

/** The link that gets a card: a post shows images or a card, never both. */
function linkOf({ text, media }: ReturnType<typeof partsOf>[number]): string | undefined {
  return media.length === 0 ? firstLink(text) : undefined
}

/** The links of a content that get a card, each once. */
export function linksIn({ variants }: Pick<Content, 'variants'>, accounts: CardAccounts): readonly string[] {
  const shown = variants.filter(({ accountId }) => accounts.has(accountId)).flatMap(partsOf)
  return [...new Set(shown.flatMap(part => linkOf(part) ?? []))]
}

/** The content with those of the cards that its posts show, and no others. */
export function withCards(content: Content, cards: ReadonlyMap<string, LinkCard>, accounts: CardAccounts): Content {
  function variantWith({ link: _, thread: __, ...variant }: Variant, parts: readonly Part[]): Variant {
    const [first, ...more] = parts
    const link = first?.link === undefined ? {} : { link: first.link }
    return more.length === 0 ? { ...variant, ...link } : { ...variant, ...link, thread: more }
  }
  const variants = content.variants.map(variant => {
    const hasCards = accounts.has(variant.accountId)
    const parts = partsOf(variant).map((part): Part => {
      const link = hasCards ? cards.get(linkOf(part) ?? '') : undefined
      return link === undefined ? { text: part.text } : { text: part.text, link }
    })
    return variantWith(variant, parts)
  })
  return { ...content, variants }
}
