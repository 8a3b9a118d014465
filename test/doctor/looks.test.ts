import { expect, test } from 'vitest'
import { checkLooks } from '../../src/doctor/looks.ts'
import { HOUR, MINUTE } from '../support/clock.ts'

const NOW = new Date('2026-11-20T12:00:00Z')
const since = (milliseconds: number) => new Date(NOW.getTime() - milliseconds)
const server = { network: 'mastodon', service: 'https://social.example' }

test('looks in time, or late by less than a post of today can wait, are fine', () => {
  const found = checkLooks(
    [
      { ...server, due: 0, since: null },
      { network: 'local', service: '', due: 1, since: since(30 * MINUTE) },
    ],
    NOW,
    true,
  )
  expect(found.map(({ state, said }) => `${state}: ${said}`)).toEqual([
    'ok: mastodon at https://social.example: posts are looked at again on time',
    'ok: local: 1 look is due, the oldest for 30 minutes',
  ])
})

test('looks that fall behind are a warning, but not while nobody could have made them', () => {
  const late = [{ ...server, due: 900, since: since(5 * HOUR) }]
  expect(checkLooks(late, NOW, true)).toMatchObject([
    { state: 'warning', said: expect.stringContaining('followed late') },
  ])
  expect(checkLooks(late, NOW, false)).toMatchObject([
    { state: 'ok', said: expect.stringContaining('once Vigie runs') },
  ])
})
