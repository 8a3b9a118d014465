import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { COMMAND_LENGTH, VALUE_COUNT, VALUE_LENGTH } from '../../../src/chat/local/limits.ts'
import { isMessageId, parseAction, parseCommand, parseSubmit } from '../../../src/chat/local/parse.ts'

describe('parseCommand', () => {
  it.each([
    ['status', 'status'],
    ['/vigie status', 'status'],
    ['  /VIGIE   digest now ', 'digest now'],
    ['/vigie', ''],
    ['/vigiefy', '/vigiefy'],
    ['draft /vigie', 'draft /vigie'],
  ])('reads %j as %j', (text, expected) => {
    expect(parseCommand({ channel: 'mentions', user: 'ada', text })).toEqual({
      kind: 'parsed',
      value: { channel: 'mentions', user: 'ada', text: expected },
    })
  })

  it('says which field is wrong', () => {
    expect(parseCommand({ channel: 'mentions', text: 'x' })).toMatchObject({
      problem: { kind: 'malformed', field: 'user' },
    })
    expect(parseCommand({ channel: '', user: 'ada', text: 'x' })).toMatchObject({ problem: { field: 'channel' } })
    expect(parseCommand(undefined)).toMatchObject({ problem: { kind: 'malformed', field: '' } })
  })

  it('refuses a text that is too long, with the limit', () => {
    const text = 'x'.repeat(COMMAND_LENGTH + 1)
    expect(parseCommand({ channel: 'mentions', user: 'ada', text })).toMatchObject({
      problem: { kind: 'too-long', field: 'text', limit: COMMAND_LENGTH },
    })
  })
})

describe('parseSubmit', () => {
  it('keeps what people write, except what no database keeps', () => {
    const values = { text: 'Bonjour\0 \ud800!\nÀ bientôt' }
    expect(parseSubmit({ user: 'ada', values })).toMatchObject({
      value: { values: { text: 'Bonjour \ufffd!\nÀ bientôt' } },
    })
  })

  it('takes what is chosen of several as a list too', () => {
    const parsed = (account: unknown) => parseSubmit({ user: 'ada', values: { account } })
    expect(parsed(['a', 'b'])).toMatchObject({ value: { values: { account: 'a,b' } } })
    expect(parsed([])).toMatchObject({ value: { values: { account: '' } } })
    expect(parsed(['a', 1])).toMatchObject({ problem: { kind: 'malformed', field: 'values.account' } })
  })

  it('bounds the values', () => {
    const many = Object.fromEntries(Array.from({ length: VALUE_COUNT + 1 }, (_, index) => [`f${index}`, '']))
    expect(parseSubmit({ user: 'ada', values: many })).toMatchObject({
      problem: { kind: 'too-long', field: 'values', limit: VALUE_COUNT },
    })
    expect(parseSubmit({ user: 'ada', values: { text: 'x'.repeat(VALUE_LENGTH + 1) } })).toMatchObject({
      problem: { kind: 'too-long', field: 'values.text', limit: VALUE_LENGTH },
    })
  })
})

describe('any input', () => {
  it('is parsed or refused, never thrown about', () => {
    fc.assert(
      fc.property(fc.anything(), input => {
        for (const parse of [parseCommand, parseAction, parseSubmit]) {
          expect(['parsed', 'refused']).toContain(parse(input).kind)
        }
      }),
    )
  })
})

describe('isMessageId', () => {
  it('takes UUIDs and nothing else', () => {
    expect(isMessageId('01a1f970-d359-7280-8167-7aba3115c171')).toBe(true)
    expect(isMessageId("1' or '1'='1")).toBe(false)
  })
})
