import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createBlueskyBudget } from '../../../src/networks/bluesky/budget.ts'
import type { Call } from '../../../src/networks/bluesky/calls.ts'
import { createBluesky } from '../../../src/networks/bluesky/index.ts'
import { createHttp } from '../../../src/networks/http.ts'
import { startFakeBluesky } from '../../support/bluesky/fake.ts'
import { connect, meet, patience, publicationOf, readAll } from '../contract.ts'
import { type BlueskyWorld, createBlueskyWorld } from './world.ts'

const SERVER = 'https://pds.example.com'
const now = () => new Date('2026-11-20T12:00:00Z')

function howOften(spend: () => void): number {
  for (let times = 0; times < 10_000; times++) {
    try {
      spend()
    } catch {
      return times
    }
  }
  return Number.POSITIVE_INFINITY
}

describe('what is asked of Bluesky', () => {
  test('leaves a part of what a server allows for what people do', () => {
    const budget = createBlueskyBudget(now)
    expect(howOften(() => budget.spend(SERVER, { isWatching: true }))).toBe(2400)
    expect(howOften(() => budget.spend(SERVER, {}))).toBe(600)
    budget.spend('https://other.example.com', { isWatching: true })
  })

  test('is no more than an account may write in an hour, whatever the server', () => {
    const budget = createBlueskyBudget(now)
    const write = { did: 'did:plc:us', points: 3 }
    expect(howOften(() => budget.spend(SERVER, { write }))).toBe(1666)
    budget.spend(SERVER, { write: { did: 'did:plc:them', points: 3 } })
  })
})

describe('what is counted as watching', () => {
  let world: BlueskyWorld
  beforeAll(async () => {
    world = await createBlueskyWorld(startFakeBluesky)
  })
  afterAll(() => world[Symbol.asyncDispose]())

  test('is reading, looking and counting, and nothing that somebody waits for', async () => {
    await using http = createHttp({ version: 'test', isPublic: () => true })
    const calls: Pick<Call, 'isWatching' | 'write'>[] = []
    const budget = { spend: (_server: string, call: Call) => void calls.push(call) }
    const network = createBluesky({ http, now: () => new Date(), budget })
    const connected = await connect({ ...world, network })
    const { client } = connected
    const namesOf = async (work: () => Promise<unknown>) => {
      calls.length = 0
      await work()
      return calls.map(call => [(call as Call).name.split('.').at(-1), call.isWatching === true, call.write?.points])
    }
    const post = await meet(connected, world.source, 'So good')
    const { reference } = await client.publish(publicationOf('Hello'), patience())
    expect(await namesOf(() => readAll(client, { kind: 'search', phrases: ['good'] }, undefined))).toEqual([
      ['searchPosts', true, undefined],
      ['getProfiles', true, undefined],
    ])
    expect(await namesOf(async () => client.look?.([reference], patience()))).toEqual([['getPosts', true, undefined]])
    expect(await namesOf(async () => client.count?.(patience()))).toEqual([['getProfile', true, undefined]])
    expect(await namesOf(() => client.publish(publicationOf('Yes', post.reference), patience()))).toEqual([
      ['getPosts', false, undefined],
      ['putRecord', false, 3],
    ])
    expect(await namesOf(async () => client.act?.({ kind: 'delete', target: reference }, patience()))).toEqual([
      ['deleteRecord', false, 1],
    ])
  })
})
