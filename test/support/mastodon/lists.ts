import type { Habits } from './habits.ts'
import { hashtagsIn } from './html.ts'
import { pageOf, type Route } from './request.ts'
import type { Shapes } from './shapes.ts'
import { ApiError, type FakeAccount, type FakeMedia, type FakeState, maySee } from './state.ts'

/** Accounts, what they are told, what is found, and their files. */
export function createLists(
  { state, habits, shapes, url }: { state: FakeState; habits: Habits; shapes: Shapes; url: string },
  notify: (account: FakeAccount, type: string, from: FakeAccount) => void,
): readonly Route[] {
  const linkOf = (path: string) => (habits.links ? `${url}${path}` : undefined)
  const newestFirst = () => [...state.statuses.values()].toReversed()

  function accountOf(id: string | undefined): FakeAccount {
    const account = state.accounts.get(id ?? '')
    if (account === undefined) throw new ApiError(404, 'Record not found')
    return account
  }

  function mediaOf(id: string | undefined, caller: FakeAccount): FakeMedia {
    const media = state.media.get(id ?? '')
    if (media === undefined || media.owner !== caller.id) throw new ApiError(404, 'Record not found')
    return media
  }

  async function upload(form: FormData | undefined, caller: FakeAccount): Promise<FakeMedia> {
    const file = form?.get('file')
    if (!(file instanceof File)) throw new ApiError(habits.wrong, "Validation failed: File can't be blank")
    if (file.size > 16 * 1024 * 1024)
      throw new ApiError(habits.wrong, 'Validation failed: File must be less than 16 MB')
    const description = form?.get('description')
    const media: FakeMedia = {
      ...{ id: state.nextId(), owner: caller.id, type: file.type, bytes: Buffer.from(await file.arrayBuffer()) },
      ...{ description: typeof description === 'string' ? description : null, statusId: undefined },
      rest: habits.isSlowWithFiles ? 2 : 0,
    }
    state.media.set(media.id, media)
    return media
  }

  return [
    {
      ...{ method: 'GET', path: /^\/api\/v1\/accounts\/verify_credentials$/, scope: 'read:accounts' },
      handle: ({ caller }) => ({ body: { ...shapes.ofAccount(caller), source: {} } }),
    },
    {
      ...{ method: 'GET', path: /^\/api\/v1\/accounts\/([^/]+)\/statuses$/, scope: 'read:statuses' },
      handle({ parameters, query, caller }) {
        const account = accountOf(parameters[0])
        const visible = newestFirst().filter(one => one.account === account && maySee(one, caller))
        const wanted = visible.filter(one => query.get('exclude_reblogs') !== 'true' || one.reblog === undefined)
        const link = linkOf(`/api/v1/accounts/${account.id}/statuses`)
        const { items, headers } = pageOf(wanted, query, { maximum: 40, link })
        return { body: items.map(one => shapes.ofStatus(one, caller)), headers }
      },
    },
    {
      ...{ method: 'POST', path: /^\/api\/v1\/accounts\/([^/]+)\/follow$/, scope: 'write:follows' },
      handle({ parameters, caller }) {
        const account = accountOf(parameters[0])
        account.followers.add(caller.id)
        caller.following.add(account.id)
        notify(account, 'follow', caller)
        return { body: { id: account.id, following: true } }
      },
    },
    {
      ...{ method: 'POST', path: /^\/api\/v1\/accounts\/([^/]+)\/unfollow$/, scope: 'write:follows' },
      handle({ parameters, caller }) {
        const account = accountOf(parameters[0])
        account.followers.delete(caller.id)
        caller.following.delete(account.id)
        return { body: { id: account.id, following: false } }
      },
    },
    {
      ...{ method: 'GET', path: /^\/api\/v1\/favourites$/, scope: 'read:favourites' },
      handle: ({ caller }) => ({
        body: newestFirst()
          .filter(one => one.favourites.has(caller.id))
          .map(one => shapes.ofStatus(one, caller)),
      }),
    },
    {
      ...{ method: 'GET', path: /^\/api\/v1\/notifications$/, scope: 'read:notifications' },
      handle({ query, caller }) {
        const types = query.getAll('types[]')
        const all = (state.notifications.get(caller.id) ?? []).filter(
          // What is deleted is not told of any more.
          ({ status }) => status === undefined || state.statuses.has(status.id),
        )
        const wanted = all.filter(({ type }) => !habits.heedsTypes || types.length === 0 || types.includes(type))
        const { items, headers } = pageOf(wanted.toReversed(), query, {
          maximum: 80,
          link: linkOf('/api/v1/notifications'),
        })
        return { body: items.map(one => shapes.ofNotification(one, caller)), headers }
      },
    },
    {
      ...{ method: 'GET', path: /^\/api\/v1\/timelines\/tag\/([^/]+)$/, scope: 'read:statuses' },
      handle({ parameters, query, caller }) {
        const tag = decodeURIComponent(parameters[0] ?? '').toLowerCase()
        const found = newestFirst().filter(one => one.visibility === 'public' && hashtagsIn(one.text).includes(tag))
        const link = linkOf(`/api/v1/timelines/tag/${parameters[0]}`)
        const { items, headers } = pageOf(found, query, { maximum: 40, link })
        return { body: items.map(one => shapes.ofStatus(one, caller)), headers }
      },
    },
    {
      ...{ method: 'GET', path: /^\/api\/v2\/search$/, scope: 'read:search' },
      handle({ query, caller }) {
        const wanted = query.get('q') ?? ''
        const words = wanted.replace(/^"(.*)"$/, '$1').toLowerCase()
        const offset = Number(query.get('offset') ?? 0)
        const found = newestFirst().filter(one =>
          wanted === 'from:me'
            ? one.account === caller
            : words !== '' && one.visibility === 'public' && one.text.toLowerCase().includes(words),
        )
        const page = habits.findsWords ? found.slice(offset, offset + Number(query.get('limit') ?? 20)) : []
        return { body: { accounts: [], hashtags: [], statuses: page.map(one => shapes.ofStatus(one, caller)) } }
      },
    },
    {
      ...{ method: 'POST', path: /^\/api\/v2\/media$/, scope: 'write:media' },
      async handle({ form, caller }) {
        const media = await upload(form, caller)
        return { status: media.rest > 0 ? 202 : 200, body: shapes.ofMedia(media) }
      },
    },
    {
      ...{ method: 'GET', path: /^\/api\/v1\/media\/([^/]+)$/, scope: 'write:media' },
      handle({ parameters, caller }) {
        const media = mediaOf(parameters[0], caller)
        if (media.rest > 0) media.rest--
        return { status: media.rest > 0 ? 206 : 200, body: shapes.ofMedia(media) }
      },
    },
    {
      ...{ method: 'GET', path: /^\/api\/v2\/instance$/, scope: null },
      handle() {
        if (!habits.hasNewInstance) throw new ApiError(404, 'Not Found')
        return { body: shapes.ofInstance().v2 }
      },
    },
    {
      ...{ method: 'GET', path: /^\/api\/v1\/instance$/, scope: null },
      handle: () => ({ body: shapes.ofInstance().v1 }),
    },
  ]
}
