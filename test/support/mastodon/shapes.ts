import { createHash } from 'node:crypto'
import { imageSize } from 'image-size'
import type { Habits } from './habits.ts'
import { htmlOf } from './html.ts'
import type { FakeAccount, FakeMedia, FakeNotification, FakeState, FakeStatus } from './state.ts'

/** How the API writes things down: docs.joinmastodon.org/entities. */
export function createShapes(state: FakeState, habits: Habits, url: string) {
  function ofAccount(account: FakeAccount) {
    const written = [...state.statuses.values()].filter(one => one.account === account)
    return {
      id: account.id,
      username: account.username,
      acct: account.username,
      display_name: account.displayName,
      url: `${url}/@${account.username}`,
      uri: `${url}/users/${account.username}`,
      followers_count: account.followers.size,
      following_count: account.following.size,
      statuses_count: written.length,
    }
  }

  function ofMedia(media: FakeMedia) {
    const { width, height } = imageSize(media.bytes)
    const isReady = media.rest <= 0
    return {
      id: media.id,
      type: media.type === 'image/gif' ? 'gifv' : 'image',
      url: isReady ? `${url}/files/${media.id}` : null,
      description: media.description,
      meta: { original: { width, height } },
      blurhash: createHash('sha256').update(media.bytes).digest('hex').slice(0, 12),
    }
  }

  function ofStatus(status: FakeStatus, viewer: FakeAccount | undefined): object {
    const all = [...state.statuses.values()]
    const page = `${url}/@${status.account.username}/${status.id}`
    const { quote } = status
    const inline =
      quote === undefined || habits.quotes !== 'quoted_status_id'
        ? ''
        : `<p class="quote-inline">RE: <a href="${url}/@${quote.account.username}/${quote.id}">a post</a></p>`
    return {
      id: status.id,
      uri: `${url}/users/${status.account.username}/statuses/${status.id}`,
      url: page,
      account: ofAccount(status.account),
      created_at: status.createdAt.toISOString(),
      edited_at: status.editedAt?.toISOString() ?? null,
      content: status.reblog === undefined ? inline + htmlOf(status.text, status.mentions, url) : '',
      spoiler_text: status.warning,
      sensitive: status.warning !== '',
      visibility: status.visibility,
      language: status.language,
      in_reply_to_id: status.inReplyTo?.id ?? null,
      in_reply_to_account_id: status.inReplyTo?.account.id ?? null,
      media_attachments: status.media.map(ofMedia),
      mentions: status.mentions.map(one => ({
        ...{ id: one.id, username: one.username, acct: one.username, url: `${url}/@${one.username}` },
      })),
      tags: [],
      emojis: [],
      poll: null,
      reblog: status.reblog === undefined ? null : ofStatus(status.reblog, viewer),
      ...(habits.quotes === 'quoted_status_id' && {
        quote: quote === undefined ? null : { state: 'accepted', quoted_status: ofStatus(quote, viewer) },
        quotes_count: all.filter(one => one.quote === status).length,
      }),
      ...(habits.quotes === 'quote_id' && { pleroma: { quote: quote === undefined ? null : ofStatus(quote, viewer) } }),
      favourited: viewer !== undefined && status.favourites.has(viewer.id),
      reblogged: all.some(one => one.reblog === status && one.account === viewer),
      favourites_count: status.favourites.size,
      reblogs_count: all.filter(one => one.reblog === status).length,
      replies_count: all.filter(one => one.inReplyTo === status).length,
    }
  }

  function ofNotification({ id, type, from, status, createdAt }: FakeNotification, viewer: FakeAccount) {
    return {
      id,
      type,
      created_at: createdAt.toISOString(),
      account: ofAccount(from),
      ...(status && { status: ofStatus(status, viewer) }),
    }
  }

  function ofInstance() {
    const configuration = {
      statuses: { max_characters: habits.maximum, max_media_attachments: 4, characters_reserved_per_url: 23 },
      media_attachments: {
        supported_mime_types: ['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'video/mp4'],
        image_size_limit: 16 * 1024 * 1024,
        ...(habits.api !== undefined && { description_limit: 1500 }),
      },
    }
    const streaming = habits.streams === 'none' ? null : url.replace('http', 'ws')
    const { host } = new URL(url)
    const { version, source, api } = habits
    const features = habits.quotes === 'quote_id' ? ['quote_posting'] : []
    const common = {
      title: 'A server',
      version,
      ...(/Pleroma/.test(version) && { pleroma: { metadata: { features } } }),
    }
    return {
      v1: { ...common, uri: host, urls: { streaming_api: streaming }, configuration },
      v2: {
        ...{ ...common, domain: host, source_url: source, configuration: { ...configuration, urls: { streaming } } },
        ...(api !== undefined && { api_versions: { mastodon: api } }),
      },
    }
  }

  return { ofAccount, ofMedia, ofStatus, ofNotification, ofInstance }
}
export type Shapes = ReturnType<typeof createShapes>
