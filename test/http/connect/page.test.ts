import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findAccountAt, listAccounts } from '../../../src/db/queries/accounts.ts'
import { setMemberRoles } from '../../../src/db/queries/people.ts'
import { accounts, auditLog, connections } from '../../../src/db/schema/index.ts'
import { createTranslators } from '../../../src/locales/translator.ts'
import { NetworkError } from '../../../src/networks/network.ts'
import { MINUTE } from '../../support/clock.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { press } from '../../support/team.ts'
import { type ConnectWorld, startConnectWorld } from './support.ts'
import { createVisitor, type Visitor } from './visitor.ts'

const { en, fr } = createTranslators()

let shared: TestDatabase
let one: ConnectWorld
beforeAll(async () => {
  shared = await createTestDatabase()
})
beforeEach(async () => {
  one = await startConnectWorld(shared)
  return () => one[Symbol.asyncDispose]()
})
afterAll(() => shared[Symbol.asyncDispose]())

async function rowsOf({ world }: ConnectWorld) {
  return shared.database.connection.select().from(connections).where(eq(connections.brandId, world.brand.id))
}

async function actsOf({ world }: ConnectWorld): Promise<readonly string[]> {
  const rows = await shared.database.connection
    .select()
    .from(auditLog)
    .where(eq(auditLog.actorId, world.members.sam.id))
  return rows.map(({ act }) => act)
}

/** The way to the form: the link, and a press of the button. */
async function enter(text = 'connect open', from = one): Promise<Visitor> {
  const visitor = createVisitor()
  await visitor.go(await from.linkFor('sam', text))
  await visitor.submit(en('connect.page.continue'))
  return visitor
}

/** The way to the network and back, with what the person says there. */
async function authorise(visitor: Visitor, decision: 'allow' | 'deny', from = one) {
  await visitor.submit(en('connect.page.authorise'), { service: from.server.url })
  return visitor.go(await from.server.decide(visitor.away, decision))
}

describe('by a page of the network’s own', () => {
  test('from the command over the page and the network to the word in the chat', async () => {
    const { world, server } = one
    const link = await one.linkFor('sam', 'connect open')
    expect(link).toMatch(new RegExp(`^${one.url}/connect/[A-Za-z0-9_-]{43}$`))
    const visitor = createVisitor()
    const landing = await visitor.go(link)
    expect(landing.words).toContain('Connect Open to Acme')
    expect(landing.words).toContain('Sam asked for this in the team’s chat.')
    expect(landing.words).toContain('Read what is addressed to the account')
    expect(landing.words).toContain('Search the network’s public posts')
    const form = await visitor.submit('Continue')
    // The link is gone from the address.
    expect(form.url).toMatch(/\/connect\/at\/[0-9a-f-]{36}$/)
    expect(visitor.attributes).toEqual([expect.stringMatching(/Path=\/connect; HttpOnly; SameSite=Lax$/)])
    const away = await visitor.submit('Go on to the server', { service: server.url })
    expect(away.words).toContain(`Go on to ${new URL(server.url).host}`)
    const back = await server.decide(visitor.away, 'allow')
    expect(back).toMatch(new RegExp(`^${one.url}/connect/return\\?state=[A-Za-z0-9_-]{43}&code=`))
    const found = await visitor.go(back)
    // Neither code nor state is in the address of what stays open.
    expect(found.url).toBe(form.url)
    expect(found.words).toContain('It works: one step is left')
    expect(found.words).toContain('Acme at its own @acme Open')
    // Nothing counts yet, and what was got is sealed.
    expect(await findAccountAt(shared.database.connection, 'open', server.url, server.users.at(-1)!.id)).toBeUndefined()
    const [row] = await rowsOf(one)
    expect(row).toMatchObject({ state: 'tried', handle: 'acme', stateHash: null, problem: null })

    const card = await one.cardFor('sam')
    expect(card?.header).toBe('Open: is this the account?')
    expect(JSON.stringify(card)).toContain('Acme at its own')
    const answer = await press(world, 'sam', 'connection.confirm', { id: row!.id, version: 0 })
    expect(answer).toMatchObject({ kind: 'update', ephemeral: en('done.connected') })
    const account = await findAccountAt(shared.database.connection, 'open', server.url, server.users.at(-1)!.id)
    expect(account).toMatchObject({ state: 'active', handle: 'acme', brandId: world.brand.id })
    expect((await rowsOf(one))[0]).toMatchObject({ state: 'confirmed', sealed: null })
    expect((await one.cardFor('sam'))?.header).toBe('Open: @acme is connected')
    expect((await visitor.go(form.url)).words).toContain('@acme is connected')
    expect(await actsOf(one)).toEqual([
      'connection.offered',
      'connection.opened',
      'connection.tried',
      'account.connected',
    ])
    expect(world.jobs.sent.filter(({ name }) => name === 'poll-source')).toHaveLength(2)
  })

  test('a refusal there is no fault, and may be thought over', async () => {
    const visitor = await enter()
    const denied = await authorise(visitor, 'deny')
    expect(denied.words).toContain(en('connect.problem.denied'))
    expect((await rowsOf(one))[0]).toMatchObject({ state: 'opened', sealed: null, stateHash: null })
    expect((await authorise(visitor, 'allow')).words).toContain('It works')
  })

  test('another error than a refusal is said as one', async () => {
    const visitor = await enter()
    await visitor.submit('Go on to the server', { service: one.server.url })
    const state = new URL(visitor.away).searchParams.get('state')
    const page = await visitor.go(`${one.url}/connect/return?state=${state}&error=server_error&error_description=x`)
    expect(page.words).toContain(en('connect.problem.not-authorised'))
  })

  test('only the browser that set out comes back, once, with the state that it set out with', async () => {
    const visitor = await enter()
    await visitor.submit('Go on to the server', { service: one.server.url })
    const back = await one.server.decide(visitor.away, 'allow')
    const before = await rowsOf(one)
    const notYours = en('connect.denied.not-yours')
    const stranger = await createVisitor().go(back)
    expect([stranger.status, stranger.words.includes(notYours)]).toEqual([403, true])
    for (const state of ['', 'state=', `state=${'a'.repeat(43)}`]) {
      const other = new URL(back)
      other.search = `${state}&code=${other.searchParams.get('code')}`
      expect((await visitor.go(other.href)).words).toContain(notYours)
    }
    // The state of somebody else's connection.
    const [mine, theirs] = [visitor, await enter('connect open')]
    expect(await rowsOf(one)).toHaveLength(2)
    expect((await theirs.go(back)).words).toContain(notYours)
    // Meanwhile a new link has taken the place of the first.
    expect((await mine.go(back)).words).toContain(notYours)
    expect(before[0]).toMatchObject({ state: 'authorising' })

    const again = await enter()
    await again.submit('Go on to the server', { service: one.server.url })
    const second = await one.server.decide(again.away, 'allow')
    expect((await again.go(second)).words).toContain('It works')
    expect((await again.go(second)).words).toContain(notYours)
  })

  test('what the network gives must be its own: a code of somebody else is of no use', async () => {
    const visitor = await enter()
    await visitor.submit('Go on to the server', { service: one.server.url })
    const back = new URL(await one.server.decide(visitor.away, 'allow'))
    back.searchParams.set('code', 'stolen')
    expect((await visitor.go(back.href)).words).toContain('what it has just given out')
  })
})

describe('by a form', () => {
  test('a wrong token is said to be one, and the right one is taken after it', async () => {
    const visitor = await enter()
    const { url } = one.server
    const wrong = await visitor.submit('Sign in', { service: url, secret: 'wrong-token-1234' })
    expect(wrong.words).toContain('Open does not take this access token.')
    expect(wrong.html).not.toContain('wrong-token-1234')
    // What is no secret need not be typed again, and the part that was filled in is open.
    expect(wrong.html).toContain(`value="${url}"`)
    expect(wrong.html).toContain('<details open')
    await authorise(visitor, 'allow')
    expect(JSON.stringify(await rowsOf(one))).not.toContain('wrong-token-1234')
  })

  test('a password, with the account’s name', async () => {
    const visitor = await enter('connect scripted')
    expect((await visitor.submit('Sign in')).words).toContain(en('connect.problem.handle-missing'))
    const half = await visitor.submit('Sign in', { handle: '@second ' })
    expect(half.words).toContain(en('connect.problem.secret-missing'))
    const found = await visitor.submit('Sign in', { secret: ' a b c d ' })
    expect(found.words).toContain('@second')
    const [row] = await rowsOf(one)
    await press(one.world, 'sam', 'connection.confirm', { id: row!.id, version: 0 })
    expect((await listAccounts(shared.database.connection, one.world.brand.id)).map(({ handle }) => handle)).toContain(
      'second',
    )
  })

  test.each([
    [{ kind: 'unauthorised' }, 'Check both: it must be a password made for Vigie, not your own'],
    [{ kind: 'rejected', reason: 'account-suspended' }, 'The scripted network does not let Vigie in'],
    [{ kind: 'unavailable' }, 'The server does not answer as a server of The scripted network does.'],
    [{ kind: 'outcome-unknown' }, 'The server does not answer'],
    [{ kind: 'rate-limited', retryAt: new Date('2026-11-20T09:30:00Z') }, 'before 20 Nov 2026, 10:30'],
  ] as const)('says in words what to do: %o', async (fault, words) => {
    one.world.network.identify = async () => {
      throw new NetworkError(fault, 'scripted')
    }
    const visitor = await enter('connect scripted')
    const page = await visitor.submit('Sign in', { handle: 'acme', secret: 'hunter2hunter2' })
    expect(page.words).toContain(words)
    expect(page.words).toContain(en('connect.problem.heading'))
    expect((await visitor.go(page.url)).words).toContain(words)
  })

  test('a fault of ours is no reason to try something else', async () => {
    one.world.network.identify = async () => {
      throw new Error('of ours')
    }
    const visitor = await enter('connect scripted')
    const page = await visitor.submit('Sign in', { handle: 'acme', secret: 'hunter2hunter2' })
    expect(page.words).toContain(en('connect.problem.fault'))
  })

  test('a link is good for so many tries and no more', async () => {
    let calls = 0
    one.world.network.identify = async () => {
      calls++
      throw new NetworkError({ kind: 'unauthorised' }, 'no')
    }
    const visitor = await enter('connect scripted')
    for (let times = 0; times < 8; times++)
      await visitor.submit('Sign in', { handle: 'acme', secret: `guess-${times}` })
    const last = await visitor.submit('Sign in', { handle: 'acme', secret: 'guess-9' })
    expect([calls, last.words.includes(en('connect.problem.too-often'))]).toEqual([8, true])
  })
})

describe('a link', () => {
  test('is for one browser: a look uses nothing up, the first to go on has it, and no other', async () => {
    const link = await one.linkFor('sam', 'connect open')
    await createVisitor().go(link)
    await fetch(link, { method: 'HEAD' })
    const first = createVisitor()
    await first.go(link)
    const second = createVisitor()
    await second.go(link)
    const opened = await first.submit('Continue')
    expect([opened.status, (await second.submit('Continue')).words]).toEqual([
      200,
      expect.stringContaining(en('connect.denied.used')),
    ])
    const third = await createVisitor().go(link)
    expect([third.status, third.words]).toEqual([410, expect.stringContaining(en('connect.denied.used'))])
    // The browser that has it finds back, also by the link; another with the page's address does not.
    expect((await first.go(link)).url).toBe(opened.url)
    expect((await second.go(opened.url)).words).toContain(en('connect.denied.not-yours'))
  })

  test('is good for ten minutes', async () => {
    const link = await one.linkFor('sam', 'connect open')
    one.world.clock.advance(10 * MINUTE)
    const late = await createVisitor().go(link)
    expect([late.status, late.words]).toEqual([410, expect.stringContaining(en('connect.denied.expired'))])
    const visitor = await enter()
    one.world.clock.advance(10 * MINUTE)
    const page = await visitor.submit('Go on to the server', { service: one.server.url })
    expect(page.words).toContain(en('connect.denied.expired'))
    expect(one.server.requests).toEqual([])
  })

  test('another one for the same takes its place', async () => {
    const [first, second] = [await one.linkFor('sam', 'connect open'), await one.linkFor('sam', 'connect open')]
    expect((await createVisitor().go(first)).words).toContain(en('connect.denied.expired'))
    expect((await createVisitor().go(second)).status).toBe(200)
  })

  test('is worth nothing once who asked for it is admin no more', async () => {
    const { world } = one
    const link = await one.linkFor('sam', 'connect open')
    const visitor = await enter('connect scripted')
    await setMemberRoles(shared.database.connection, world.members.sam.id, ['editor'])
    const page = await createVisitor().go(link)
    expect([page.status, page.words]).toEqual([403, expect.stringContaining(en('connect.denied.not-allowed'))])
    const tried = await visitor.submit('Sign in', { handle: 'acme', secret: 'hunter2hunter2' })
    expect(tried.words).toContain(en('connect.denied.not-allowed'))
  })

  test.each(['a', 'a'.repeat(43), '../../etc', 'at', 'at/x', `at/${crypto.randomUUID()}`, 'return'])(
    'that nobody gave (%s) opens nothing',
    async path => {
      const page = await createVisitor().go(`${one.url}/connect/${path}`)
      expect([403, 404]).toContain(page.status)
    },
  )

  test('is looked for in vain for a while by whoever guesses', async () => {
    const link = await one.linkFor('sam', 'connect open')
    const visitor = createVisitor()
    for (let times = 0; times < 20; times++) await visitor.go(`${one.url}/connect/${'x'.repeat(43)}`)
    const page = await visitor.go(link)
    expect([page.status, page.headers.get('retry-after')]).toEqual([429, '60'])
    expect(page.words).toContain(en('connect.denied.too-many'))
    // From elsewhere, as the proxy in front says.
    expect((await visitor.go(link, { 'x-forwarded-for': '192.0.2.1, 198.51.100.7' })).status).toBe(200)
    one.world.clock.advance(MINUTE)
    expect((await visitor.go(link)).status).toBe(200)
  })
})

describe('no other site', () => {
  test('can send a form in the person’s name', async () => {
    const visitor = await enter('connect scripted')
    const [row] = await rowsOf(one)
    const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const action = `${one.url}/connect/at/${row!.id}/sign-in`
    const forged = (body: Record<string, string>, headers: Record<string, string> = {}) =>
      fetch(action, { method: 'POST', body: new URLSearchParams(body), headers: { cookie, ...headers } })
    const values = { handle: 'theirs', secret: 'their-own-secret' }
    expect((await forged(values)).status).toBe(403)
    expect((await forged({ ...values, mark: 'a'.repeat(64) })).status).toBe(403)
    const crossing = await visitor.submit('Sign in', values, { 'sec-fetch-site': 'cross-site' })
    expect([crossing.status, crossing.words]).toEqual([403, expect.stringContaining(en('connect.denied.foreign-form'))])
    expect((await rowsOf(one))[0]).toMatchObject({ state: 'opened', tries: 0 })
  })

  test('can frame a page, run something in it, or learn its address; and nobody keeps it', async () => {
    const link = await one.linkFor('sam', 'connect open')
    for (const path of [link, `${one.url}/connect/return`, `${one.url}/connect/assets/base.css`]) {
      const { headers } = await fetch(path)
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toContain('script-src')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
    }
    expect((await fetch(link)).headers.get('cache-control')).toBe('no-store')
    expect((await fetch(`${one.url}/connect/assets/connect.css`)).status).toBe(200)
  })

  test('shows words of the public as words', async () => {
    one.server.addUser('acme', '<script>alert(1)</script>')
    const page = await authorise(await enter(), 'allow')
    expect(page.words).toContain('<script>alert(1)</script>')
    expect(page.html).not.toContain('<script')
  })
})

describe('the server that somebody names', () => {
  test.each([
    ['', 'service-missing'],
    ['what?', 'service-unreadable'],
    ['mastodon', 'service-unreadable'],
    ['https://user:pass@social.example', 'service-unreadable'],
    ['http://social.example', 'service-insecure'],
    ['127.0.0.1', 'service-internal'],
    ['https://[::1]', 'service-internal'],
    ['http://localhost:3000', 'service-insecure'],
    ['https://localhost', 'service-internal'],
    ['https://metadata.internal', 'service-internal'],
    ['169.254.169.254', 'service-internal'],
    ['@acme@intranet.local', 'service-internal'],
  ] as const)('“%s” is not called: %s', async (service, problem) => {
    await using strict = await startConnectWorld(shared, { allowInternal: false })
    const visitor = await enter('connect open', strict)
    const page = await visitor.submit('Go on to the server', { service })
    expect(page.words).toContain(en(`connect.problem.${problem}`, { example: 'mastodon.social' }))
    expect((await visitor.submit('Sign in', { service, secret: 'x' })).words).toContain(
      en(`connect.problem.${problem}`, { example: 'mastodon.social' }),
    )
    expect(strict.server.requests).toEqual([])
  })

  test('that is down is said to be', async () => {
    one.server.breakDown(503)
    const visitor = await enter()
    const page = await visitor.submit('Go on to the server', { service: one.server.url })
    expect(page.words).toContain('it may be down: try again in a few minutes')
    one.server.breakDown(undefined)
    expect((await authorise(visitor, 'allow')).words).toContain('It works')
  })
})

describe('an account that is connected again', () => {
  test('is the same one, and another is refused with words', async () => {
    const { world, server } = one
    const mine = world.accounts.find(({ network }) => network === 'open')!
    await shared.database.connection
      .update(accounts)
      .set({ remoteId: server.users.at(-1)!.id })
      .where(eq(accounts.id, mine.id))
    const offer = () =>
      shared.database.transact(unit =>
        world.connect.offer(
          { unit, brand: world.brand, memberId: world.members.sam.id },
          { network: 'open', accountId: mine.id },
        ),
      )
    const visitor = createVisitor()
    const landing = await visitor.go((await offer())!)
    expect(landing.words).toContain(`Reconnect @${mine.handle} on Open`)
    await visitor.submit('Continue')
    server.addUser('other')
    await visitor.submit('Go on to the server')
    const wrong = await visitor.go(await server.decide(visitor.away, 'allow'))
    expect(wrong.words).toContain(`You have signed in as @other, but what is to be reconnected is @${mine.handle}.`)
    expect((await rowsOf(one))[0]).toMatchObject({ state: 'opened', sealed: null })
  })

  test('belongs to one brand at a time', async () => {
    const visitor = await enter()
    await authorise(visitor, 'allow')
    const [row] = await rowsOf(one)
    await press(one.world, 'sam', 'connection.confirm', { id: row!.id, version: 0 })
    await using other = await startConnectWorld(shared)
    const theirs = await enter('connect open', other)
    await theirs.submit('Go on to the server', { service: one.server.url })
    const page = await theirs.go(await one.server.decide(theirs.away, 'allow'))
    expect(page.words).toContain(en('connect.problem.brand'))
  })
})

test('everything is in French for whoever reads French', async () => {
  await using french = await startConnectWorld(shared, { language: 'fr' })
  const visitor = createVisitor()
  const landing = await visitor.go(await french.linkFor('sam', 'connecter open'))
  expect(landing.html).toContain('<html lang="fr">')
  expect(landing.words).toContain(fr('connect.page.heading', { network: 'Open', brand: 'Acme' }))
  await visitor.submit(fr('connect.page.continue'))
  const wrong = await visitor.submit(fr('connect.page.try'), { service: french.server.url, secret: 'x' })
  expect(wrong.words).toContain('n’accepte pas ce jeton d’accès')
  await visitor.submit(fr('connect.page.authorise'), { service: french.server.url })
  const found = await visitor.go(await french.server.decide(visitor.away, 'allow'))
  expect(found.words).toContain(fr('connect.page.found.heading'))
  expect((await french.cardFor('sam'))?.header).toBe(fr('connection.header', { network: 'Open' }))
  const stranger = await createVisitor().go(`${french.url}/connect/${'x'.repeat(43)}`, { 'accept-language': 'fr-CA' })
  expect(stranger.words).toContain(fr('connect.denied.unknown'))
})
