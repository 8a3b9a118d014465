import { RESTJSONErrorCodes as Code, Routes } from 'discord.js'
import type { MediaType, Picture } from '../../domain/media.ts'
import type { Translator } from '../../locales/translator.ts'
import type { Card, CardElement } from '../card.ts'
import type { DiscordClient, File } from './client.ts'
import { discordCode, isBlocked } from './errors.ts'
import type { OnMessage } from './forms.ts'
import { MESSAGE_FILES, MESSAGE_FILES_BYTES } from './limits.ts'
import { type RenderOptions, renderCard } from './render.ts'

/** The bytes of an image that Vigie keeps; undefined if it is gone. */
export type ReadPicture = (
  hash: string,
) => Promise<{ readonly type: MediaType; readonly content: Uint8Array } | undefined>

const EXTENSIONS: Readonly<Record<MediaType, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
}

/** The name of an image among a message's files. */
export function fileNameOf({ hash, type }: Picture): string {
  return `${hash.slice(0, 32)}.${EXTENSIONS[type]}`
}

/** The card's images by their hashes, as many as a message holds; the others are told of in words. */
export async function loadPictures(card: Card, read: ReadPicture): Promise<ReadonlyMap<string, File>> {
  const files = new Map<string, File>()
  let room = MESSAGE_FILES_BYTES
  for (const element of card.elements) {
    if (element.kind !== 'picture' || files.has(element.picture.hash) || files.size === MESSAGE_FILES) continue
    if (element.picture.bytes > room) continue
    const found = await read(element.picture.hash)
    if (found === undefined || found.content.length > room) continue
    room -= found.content.length
    const name = fileNameOf(element.picture)
    files.set(element.picture.hash, { name, data: Buffer.from(found.content), contentType: found.type })
  }
  return files
}

/** Errors for files that the channel or the server does not take. */
const REFUSED: ReadonlySet<number> = new Set([
  Code.MissingPermissions,
  Code.RequestEntityTooLarge,
  Code.FileUploadedExceedsMaximumSize,
])

/** The same without words that Discord does not let through: whoever wants to read them opens them. */
function withheld(card: Card, t: Translator): Card {
  const [first] = card.elements.flatMap((element, index) => (element.kind === 'text' ? [index] : []))
  const elements = card.elements.flatMap((element, index): CardElement[] => {
    if (index === first) return [{ kind: 'text', text: t('discord.withheld') }]
    return element.kind === 'text' || element.kind === 'link' || element.kind === 'image' ? [] : [element]
  })
  return { ...card, elements }
}

/** A card as it is to be sent. */
export interface Sendable {
  readonly card: Card
  readonly options: RenderOptions
  readonly files: readonly File[]
}

/**
 * Sends a card with its images; without them, or without its words, if Discord refuses it so. Throws what `attempt` throws.
 */
export async function sendCard<T>(
  card: Card,
  options: Omit<RenderOptions, 'pictures'>,
  read: ReadPicture,
  attempt: (sendable: Sendable) => Promise<T>,
): Promise<T> {
  const pictures = await loadPictures(card, read)
  try {
    return await attempt({ card, options: { ...options, pictures }, files: [...pictures.values()] })
  } catch (fault) {
    if (isBlocked(fault)) {
      return attempt({ card: withheld(card, options.t), options: { ...options, isWithheld: true }, files: [] })
    }
    if (pictures.size === 0 || !REFUSED.has(discordCode(fault) ?? 0)) throw fault
    return attempt({ card, options, files: [] })
  }
}

/** Replaces the card of a message, its images with it. Throws what the client throws. */
export function editCard(
  client: DiscordClient,
  read: ReadPicture,
  { channel, message }: OnMessage,
  card: Card,
  options: Omit<RenderOptions, 'pictures'>,
): Promise<unknown> {
  return sendCard(card, options, read, sendable => {
    const { components, allowed_mentions } = renderCard(sendable.card, sendable.options)
    const { files } = sendable
    // Those that were there before and are not named are taken away.
    const attachments = files.map(({ name }, id) => ({ id: String(id), filename: name }))
    const body = { components, allowed_mentions, attachments }
    return client.send('PATCH', Routes.channelMessage(channel, message), { body, files })
  })
}
