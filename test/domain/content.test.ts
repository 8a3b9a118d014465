import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Content, hashContent, isReply, partsOf, readVariant, writtenText } from '../../src/domain/content.ts'
import type { Media } from '../../src/domain/media.ts'
import { VISIBILITIES } from '../../src/domain/visibility.ts'
import { anyText } from '../support/texts.ts'

const variants = fc.uniqueArray(fc.record({ accountId: fc.string({ maxLength: 4 }), text: anyText }), {
  selector: variant => variant.accountId,
  maxLength: 5,
})
const content: fc.Arbitrary<Content> = fc.record({ variants, replyToPostId: fc.option(fc.uuid(), { nil: null }) })

/** What the post answers, and what each of the accounts a and b would say. */
function parts({ variants: all, replyToPostId }: Content): unknown {
  return [replyToPostId, ...['a', 'b'].map(id => all.find(variant => variant.accountId === id)?.text ?? null)]
}

describe('the hash of a content', () => {
  test('does not depend on the order of the variants', () => {
    const shuffled = content.chain(one =>
      fc.tuple(fc.constant(one), fc.shuffledSubarray([...one.variants], { minLength: one.variants.length })),
    )
    fc.assert(
      fc.property(shuffled, ([one, other]) => {
        expect(hashContent({ ...one, variants: other })).toBe(hashContent(one))
      }),
    )
  })

  test('changes with any unit of any text', () => {
    const changed = fc.tuple(anyText, fc.nat(), fc.nat(0xffff)).map(([text, at, unit]) => {
      const index = at % (text.length + 1)
      return [text, text.slice(0, index) + String.fromCharCode(unit) + text.slice(index + 1)] as const
    })
    fc.assert(
      fc.property(changed, fc.string(), ([text, other], accountId) => {
        const hashOf = (one: string) => hashContent({ variants: [{ accountId, text: one }], replyToPostId: null })
        expect(hashOf(text) === hashOf(other)).toBe(text === other)
      }),
    )
  })

  test('is the same for two contents only if they are the same', () => {
    const small = fc.record({
      variants: fc.uniqueArray(
        fc.record({ accountId: fc.constantFrom('a', 'b'), text: fc.constantFrom('', 'x', 'x"],["b","y') }),
        { selector: variant => variant.accountId },
      ),
      replyToPostId: fc.constantFrom(null, 'a', ''),
    })
    fc.assert(
      fc.property(small, small, (one, other) => {
        const isSame = JSON.stringify(parts(one)) === JSON.stringify(parts(other))
        expect(hashContent(one) === hashContent(other)).toBe(isSame)
      }),
      { numRuns: 1_000 },
    )
  })

  test('is 64 hexadecimal digits, and stays what it is: approvals are kept with it', () => {
    fc.assert(fc.property(content, one => void expect(hashContent(one)).toMatch(/^[0-9a-f]{64}$/)))
    expect(
      hashContent({
        variants: [
          { accountId: 'b', text: 'Bonjour, ça va ? 👋' },
          { accountId: 'a', text: '' },
        ],
        replyToPostId: null,
      }),
    ).toMatchInlineSnapshot(`"169c7aa91bbf8c0d31429e1aacb75b481ca7436a4baaefe2fea36392b4487375"`)
  })
})

describe('the hash of a content with images', () => {
  const media = fc.uniqueArray(
    fc.record({
      hash: fc.constantFrom('1'.repeat(64), '2'.repeat(64), '3'.repeat(64)),
      alternative: fc.constantFrom('', 'x', 'y'),
      type: fc.constant('image/png' as const),
      bytes: fc.nat(),
      width: fc.nat(),
      height: fc.nat(),
    }),
    { selector: one => one.hash, maxLength: 3 },
  )
  const hashWith = (images: readonly Media[], text = 'x') =>
    hashContent({ variants: [{ accountId: 'a', text, media: images }], replyToPostId: null })

  test('changes with every image, its place and what is said of it, and with nothing else of it', () => {
    const said = (images: readonly Media[]) =>
      JSON.stringify(images.map(({ hash, alternative }) => [hash, alternative]))
    fc.assert(
      fc.property(media, media, (one, other) => {
        expect(hashWith(one) === hashWith(other)).toBe(said(one) === said(other))
      }),
    )
  })

  test('is without any what it was before there were images', () => {
    expect(hashWith([])).toBe(hashContent({ variants: [{ accountId: 'a', text: 'x' }], replyToPostId: null }))
  })
})

test('what answers a post is a reply, whatever it says', () => {
  fc.assert(
    fc.property(content, one => {
      expect(isReply(one)).toBe(one.replyToPostId !== null)
    }),
  )
})

describe('the hash of a thread', () => {
  const parts = fc.array(fc.constantFrom('x', 'y', 'x"],["y'), { minLength: 1, maxLength: 4 })
  const hashOf = ([text = '', ...more]: readonly string[]) => {
    const thread = more.map(part => ({ text: part }))
    return hashContent({
      variants: [more.length === 0 ? { accountId: 'a', text } : { accountId: 'a', text, thread }],
      replyToPostId: null,
    })
  }

  test('changes with every post and its place', () => {
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        expect(hashOf(one) === hashOf(other)).toBe(JSON.stringify(one) === JSON.stringify(other))
      }),
    )
  })

  test('is another than that of the same words in one post', () => {
    expect(hashOf(['x', 'y'])).not.toBe(hashOf(['x\n\n---\n\ny']))
  })
})

test('a variant is read as it is written', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('x', 'y\n\nz'), { minLength: 1, maxLength: 4 }), parts => {
      const variant = readVariant('a', parts.join('\n---\n'))
      expect(partsOf(variant).map(({ text }) => text)).toEqual(parts)
      expect(readVariant('a', writtenText(variant))).toEqual(variant)
    }),
  )
})

describe('the hash of a content with what goes with its texts', () => {
  const settings = fc.record(
    {
      warning: fc.constantFrom('a', 'b'),
      visibility: fc.constantFrom(...VISIBILITIES),
      language: fc.constantFrom('fr', 'en'),
    },
    { requiredKeys: [] },
  )
  const hashOf = (one: object) =>
    hashContent({ variants: [{ accountId: 'a', text: 'x', ...one }], replyToPostId: null })

  test('changes with its warning, its language and who is to see it', () => {
    fc.assert(
      fc.property(settings, settings, (one, other) => {
        const said = ({ warning, visibility, language }: typeof one) => JSON.stringify([warning, visibility, language])
        expect(hashOf(one) === hashOf(other)).toBe(said(one) === said(other))
      }),
    )
    expect(hashOf({ warning: 'fr' })).not.toBe(hashOf({ language: 'fr' }))
  })

  test('is what it was where there is nothing of it', () => {
    expect(hashOf({})).toBe(hashContent({ variants: [{ accountId: 'a', text: 'x' }], replyToPostId: null }))
  })
})
