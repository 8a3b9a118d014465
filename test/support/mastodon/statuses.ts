import { countText } from '../../../src/domain/counting.ts'
import type { Habits } from './habits.ts'
import { namesIn } from './html.ts'
import type { ApiRequest, Route } from './request.ts'
import type { Shapes } from './shapes.ts'
import {
  ApiError,
  accountNamed,
  type FakeAccount,
  type FakeMedia,
  type FakeState,
  type FakeStatus,
  maySee,
} from './state.ts'

export interface StatusesOptions {
  readonly state: FakeState
  readonly habits: Habits
  readonly shapes: Shapes
  /** Somebody is told of something: streams say so at once. */
  notify(account: FakeAccount, type: string, from: FakeAccount, status: FakeStatus | undefined): void
}

const VISIBILITIES = ['public', 'unlisted', 'private', 'direct'] as const

const textIn = (value: unknown) => (typeof value === 'string' ? value : '')

/** Posts, as much of them as a client does: docs.joinmastodon.org/methods/statuses. */
export function createStatuses({ state, habits, shapes, notify }: StatusesOptions): readonly Route[] {
  function find(id: string | undefined, viewer: FakeAccount | undefined): FakeStatus {
    const status = state.statuses.get(id ?? '')
    if (status === undefined || !maySee(status, viewer)) throw new ApiError(404, 'Record not found')
    return status
  }

  function ours(id: string | undefined, caller: FakeAccount): FakeStatus {
    const status = find(id, caller)
    if (status.account !== caller) throw new ApiError(404, 'Record not found')
    return status
  }

  function check(text: string, warning: string, media: readonly FakeMedia[], isReply: boolean): void {
    if (!habits.takesText && media.length === 0 && !isReply) throw new ApiError(403, 'Empty statuses are not allowed')
    if (text.trim() === '' && media.length === 0) {
      throw new ApiError(habits.wrong, "Validation failed: Text can't be blank")
    }
    if (countText(text, habits.counts) + countText(warning, habits.counts) > habits.maximum) {
      throw new ApiError(habits.wrong, `Validation failed: Text character limit of ${habits.maximum} exceeded`)
    }
    if (media.length > 4) throw new ApiError(habits.wrong, 'Validation failed: Cannot attach more than 4 files')
  }

  function mediaIn(body: ApiRequest['body'], caller: FakeAccount, statusId: string): readonly FakeMedia[] {
    const ids = Array.isArray(body.media_ids) ? body.media_ids.map(String) : []
    return ids.map(id => {
      const media = state.media.get(id)
      const isFree = media?.statusId === undefined || media.statusId === statusId
      if (media === undefined || media.owner !== caller.id || !isFree) {
        throw new ApiError(habits.wrong, 'Validation failed: Media attachments are gone')
      }
      if (media.rest > 0) {
        throw new ApiError(
          habits.wrong,
          'Cannot attach files that have not finished processing. Try again in a moment!',
        )
      }
      return media
    })
  }

  /** Where the other post is not to be seen, the server says so in words of its own. */
  function target(id: unknown, caller: FakeAccount, words: string): FakeStatus | undefined {
    if (id === undefined || id === null || id === '') return undefined
    const status = state.statuses.get(String(id))
    if (status === undefined || !maySee(status, caller)) throw new ApiError(404, words)
    return status
  }

  function create({ body, caller }: ApiRequest): FakeStatus {
    const [text, warning] = [textIn(body.status), textIn(body.spoiler_text)]
    const inReplyTo = target(
      body.in_reply_to_id,
      caller,
      'The post you are trying to reply to does not appear to exist.',
    )
    const quoted = habits.quotes === undefined ? undefined : body[habits.quotes]
    const quote = target(quoted, caller, 'The post you are trying to quote does not appear to exist.')
    const id = state.nextId()
    const media = mediaIn(body, caller, id)
    check(text, warning, media, inReplyTo !== undefined)
    const visibility = VISIBILITIES.find(one => one === body.visibility) ?? 'public'
    if (visibility === 'direct' && !habits.takesText) throw new ApiError(400, 'Direct visibility is not available.')
    const named = namesIn(text).flatMap(name => accountNamed(state, name) ?? [])
    // Pleroma names whoever is answered by itself.
    const answered = habits.counts === 'graphemes' && inReplyTo !== undefined ? [inReplyTo.account] : []
    const status: FakeStatus = {
      ...{ id, account: caller, createdAt: new Date(), inReplyTo, quote, visibility, reblog: undefined },
      mentions: [...new Set([...named, ...answered])],
      favourites: new Set(),
      ...{ text, warning, language: typeof body.language === 'string' ? body.language : null, media },
      editedAt: undefined,
    }
    for (const one of media) one.statusId = id
    state.statuses.set(id, status)
    for (const person of status.mentions) {
      if (person !== caller && maySee(status, person)) notify(person, 'mention', caller, status)
    }
    if (quote !== undefined && quote.account !== caller && habits.quotes === 'quoted_status_id') {
      notify(quote.account, 'quote', caller, status)
    }
    return status
  }

  function post(request: ApiRequest): FakeStatus {
    const { key, caller } = request
    const known = key === undefined ? undefined : state.keys.get(`${caller.id} ${key}`)
    if (known !== undefined && habits.keys === 'replayed') {
      const status = state.statuses.get(known)
      if (status !== undefined) return status
    }
    if (known !== undefined && habits.keys === 'refused') throw new ApiError(400, 'Duplicate idempotency key.')
    // Before it knows what becomes of it, as Pixelfed does.
    if (key !== undefined && habits.keys === 'refused') state.keys.set(`${caller.id} ${key}`, '')
    const status = create(request)
    if (key !== undefined && habits.keys === 'replayed') state.keys.set(`${caller.id} ${key}`, status.id)
    return status
  }

  function reblogOf(status: FakeStatus, caller: FakeAccount): FakeStatus | undefined {
    return [...state.statuses.values()].find(one => one.reblog === status && one.account === caller)
  }

  function reblog(status: FakeStatus, caller: FakeAccount): FakeStatus {
    const there = reblogOf(status, caller)
    if (there !== undefined) return there
    const boost: FakeStatus = {
      ...{ id: state.nextId(), account: caller, createdAt: new Date(), inReplyTo: undefined, quote: undefined },
      ...{ visibility: status.visibility, reblog: status, mentions: [], favourites: new Set<string>() },
      ...{ text: '', warning: '', language: null, media: [], editedAt: undefined },
    }
    state.statuses.set(boost.id, boost)
    if (status.account !== caller) notify(status.account, 'reblog', caller, status)
    return boost
  }

  function remove(status: FakeStatus): void {
    for (const one of state.statuses.values()) if (one.reblog === status) state.statuses.delete(one.id)
    state.statuses.delete(status.id)
  }

  const one = (name: string) => new RegExp(`^/api/v1/statuses/([^/]+)${name}$`)
  const shown = (status: FakeStatus, { token }: ApiRequest) => ({ body: shapes.ofStatus(status, token?.account) })

  /** Something done to a post that is to be seen. */
  function deed(name: string, scope: string, act: (status: FakeStatus, caller: FakeAccount) => void): Route {
    return {
      ...{ method: 'POST', path: one(`/${name}`), scope },
      handle(request) {
        const status = find(request.parameters[0], request.caller)
        act(status, request.caller)
        return shown(status, request)
      },
    }
  }

  return [
    {
      ...{ method: 'POST', path: /^\/api\/v1\/statuses$/, scope: 'write:statuses' },
      handle: request => shown(post(request), request),
    },
    {
      ...{ method: 'GET', path: /^\/api\/v1\/statuses$/, scope: 'read:statuses' },
      handle(request) {
        if (!habits.hasMany) throw new ApiError(404, 'Not Found')
        const ids = new Set(request.query.getAll('id[]'))
        if (ids.size > 20) throw new ApiError(422, 'Too many')
        const found = [...state.statuses.values()].filter(({ id }) => ids.has(id))
        return {
          body: found
            .filter(status => maySee(status, request.caller))
            .map(status => shapes.ofStatus(status, request.caller)),
        }
      },
    },
    {
      ...{ method: 'GET', path: one(''), scope: 'read:statuses' },
      handle: request => shown(find(request.parameters[0], request.caller), request),
    },
    {
      ...{ method: 'GET', path: one('/source'), scope: 'read:statuses' },
      handle({ parameters, caller }) {
        if (!habits.hasSource) throw new ApiError(404, 'Not Found')
        const { id, text, warning } = ours(parameters[0], caller)
        return { body: { id, text, spoiler_text: warning } }
      },
    },
    {
      ...{ method: 'PUT', path: one(''), scope: 'write:statuses' },
      handle(request) {
        const { parameters, caller, body } = request
        const status = ours(parameters[0], caller)
        const [text, warning] = [textIn(body.status), textIn(body.spoiler_text)]
        const media = mediaIn(body, caller, status.id)
        check(text, warning, media, status.inReplyTo !== undefined)
        Object.assign(status, { text, warning, media, editedAt: new Date() })
        return shown(status, request)
      },
    },
    {
      ...{ method: 'DELETE', path: one(''), scope: 'write:statuses' },
      handle(request) {
        const status = ours(request.parameters[0], request.caller)
        const answer = shown(status, request)
        remove(status)
        return answer
      },
    },
    deed('favourite', 'write:favourites', (status, caller) => {
      if (!status.favourites.has(caller.id) && status.account !== caller) {
        notify(status.account, 'favourite', caller, status)
      }
      status.favourites.add(caller.id)
    }),
    deed('unfavourite', 'write:favourites', (status, caller) => void status.favourites.delete(caller.id)),
    deed('reblog', 'write:statuses', (status, caller) => void reblog(status, caller)),
    deed('unreblog', 'write:statuses', (status, caller) => {
      const boost = reblogOf(status, caller)
      // As Mastodon's older versions have it.
      if (boost === undefined) throw new ApiError(404, 'Record not found')
      state.statuses.delete(boost.id)
    }),
  ]
}
