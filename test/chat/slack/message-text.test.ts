import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { namedIn, plainMessage } from '../../../src/chat/slack/message-text.ts'

const names = {
  person: (id: string) => ({ U1: 'Ada' })[id],
  channel: (id: string) => ({ C1: 'launch' })[id],
}
const read = (text: string, blocks: readonly unknown[] = []) => plainMessage({ text, blocks }, names)

describe('a message as Slack writes it', () => {
  test.each([
    ['*bold* _italic_ ~gone~ `code`', 'bold italic gone code'],
    ['```\na\nb\n```', 'a\nb'],
    ['&gt; said', 'said'],
    ['2*3*4 and snake_case_name', '2*3*4 and snake_case_name'],
    ['<https://x.org>', 'https://x.org'],
    ['<http://x.org|x.org>', 'x.org'],
    ['<https://x.org/|x.org>', 'x.org'],
    ['<https://x.org/a|our page>', 'our page (https://x.org/a)'],
    ['<mailto:a@x.org|a@x.org>', 'a@x.org'],
    ['<@U1> in <#C1> and <#C2|news>', '@Ada in #launch and #news'],
    ['<@U9|ben> and <@U9>', '@ben and @U9'],
    ['<!here> <!channel> <!subteam^S1|@press>', '@here @channel @press'],
    ['<!date^1392734382^{date}|18 February>', '18 February'],
    [':tada: :wave::skin-tone-3: :our-own: 10:30:00', '🎉 👋🏼 :our-own: 10:30:00'],
    ['AT&amp;T &lt;b&gt;', 'AT&T <b>'],
    ['&lt;@U1&gt;', '<@U1>'],
  ])('%s', (text, expected) => {
    expect(read(text)).toBe(expected)
  })
})

describe('a message in blocks', () => {
  const block = (...elements: unknown[]) => [{ type: 'rich_text', elements }]
  const section = (...elements: unknown[]) => ({ type: 'rich_text_section', elements })

  test('is read from them, with the characters that its emoji mean', () => {
    const blocks = block(
      section(
        { type: 'text', text: 'Our *new* ' },
        { type: 'text', text: 'ship', style: { bold: true } },
        { type: 'emoji', name: 'ship', unicode: '1f6a2' },
        { type: 'emoji', name: 'wave', skin_tone: 3, unicode: '1f44b-1f3fc' },
        { type: 'emoji', name: 'our-own' },
        { type: 'text', text: ' ' },
        { type: 'user', user_id: 'U1' },
        { type: 'text', text: ' ' },
        { type: 'channel', channel_id: 'C1' },
        { type: 'text', text: ' ' },
        { type: 'link', url: 'https://x.org/a', text: 'here' },
        { type: 'broadcast', range: 'here' },
      ),
    )
    expect(read('something else', blocks)).toBe(
      'Our *new* ship🚢👋🏼:our-own: @Ada #launch here (https://x.org/a)@here',
    )
  })

  test('keeps its lists and its lines', () => {
    const item = (text: string) => section({ type: 'text', text })
    const blocks = block(
      section({ type: 'text', text: 'First\n\nNow:' }),
      { type: 'rich_text_list', style: 'ordered', indent: 0, elements: [item('one'), item('two')] },
      { type: 'rich_text_list', style: 'bullet', indent: 1, elements: [item('three')] },
      { type: 'rich_text_quote', elements: [{ type: 'text', text: 'said' }] },
      { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'a\nb' }] },
    )
    expect(read('', blocks)).toBe('First\n\nNow:\n1. one\n2. two\n  • three\nsaid\na\nb')
  })

  test.each([[[{ type: 'section', text: { type: 'mrkdwn', text: 'x' } }]], [block({ type: 'odd' })], [[null]]])(
    'of another kind is read from its text',
    blocks => {
      expect(read('the *text*', blocks)).toBe('the text')
    },
  )

  test('says which names are to be asked for', () => {
    const blocks = block(section({ type: 'user', user_id: 'U1' }, { type: 'channel', channel_id: 'C9' }))
    expect(namedIn({ text: '', blocks })).toEqual({ people: ['U1'], channels: ['C9'] })
    expect(namedIn({ text: '<@U2> <@U3|cleo> <#C1>', blocks: [] })).toEqual({ people: ['U2'], channels: ['C1'] })
  })
})

test('what people call themselves is a name in one line, which turns nothing around', () => {
  const names = { person: () => '<!channel>\u202E eve\n\u0007', channel: () => ' \u2066' }
  const blocks = [
    { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'user', user_id: 'U1' }] }] },
  ]
  expect(plainMessage({ text: '', blocks }, names)).toBe('@<!channel> eve')
  expect(plainMessage({ text: 'Hi <@U1> in <#C1>', blocks: [] }, names)).toBe('Hi @<!channel> eve in #C1')
})

test('any message is read, in time that grows with it', () => {
  const odd = fc.array(
    fc.constantFrom('*', '_', '~', '`', '<', '>', '|', '@', '#', '!', ':', 'a', ' ', '\n', '&lt;', 'é'),
  )
  fc.assert(
    fc.property(odd, fc.array(fc.anything(), { maxLength: 3 }), (signs, blocks) => {
      expect(typeof read(signs.join(''), blocks)).toBe('string')
    }),
  )
  for (const sign of ['*', '_', '`', '<', ':a', '&gt; ']) read(sign.repeat(20_000))
})
