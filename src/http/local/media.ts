import { Hono } from 'hono'
import { refusalText } from '../../cards/media-words.ts'
import { mediaPath } from '../../chat/local/render.ts'
import type { Kept, MediaType } from '../../domain/media.ts'
import type { Translators } from '../../locales/translator.ts'
import { requestLanguage } from './language.ts'

/** The files of drafts, as the page hands them in and shows them. */
export interface LocalMedia {
  keep(content: AsyncIterable<Uint8Array>): Promise<Kept>
  /** Undefined if there is no such file. */
  find(hash: string): Promise<{ readonly type: MediaType; readonly content: Uint8Array } | undefined>
}

/** Nothing of a body that is not there. */
async function* nothing(): AsyncGenerator<Uint8Array> {}

/** Handing files in, each as the body of a request of its own, and looking at them. */
export function createMedia(media: LocalMedia, translators: Translators): Hono {
  const app = new Hono()

  app.post('/', async context => {
    const kept = await media.keep(context.req.raw.body ?? nothing())
    if (kept.kind === 'refused') {
      return context.json({ error: refusalText(translators[requestLanguage(context)], kept.refusal) }, 422)
    }
    const { hash: id, type, bytes, width, height } = kept.facts
    return context.json({ id, type, bytes, width, height, url: mediaPath(id) }, 201)
  })

  app.get('/:hash', async (context, next) => {
    const hash = context.req.param('hash')
    const found = /^[0-9a-f]{64}$/.test(hash) ? await media.find(hash) : undefined
    if (found === undefined) return next()
    return context.body(new Uint8Array(found.content), 200, {
      // What it was found to be; the guards' `nosniff` keeps browsers from finding out otherwise.
      'Content-Type': found.type,
      'Cache-Control': 'private, max-age=31536000, immutable',
    })
  })
  return app
}
