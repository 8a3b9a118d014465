import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Problem } from '../../chat/local/perform.ts'
import type { Translator } from '../../locales/translator.ts'
import { AUTHOR_LENGTH, POST_LENGTH, type PostProblem } from './posts.ts'

/** A refusal as it goes over HTTP. `field` is where it belongs in a form, if it belongs to one. */
export interface Refusal {
  readonly status: ContentfulStatusCode
  readonly error: string
  readonly field?: string
}

export function explainProblem(problem: Problem, say: Translator): Refusal {
  switch (problem.kind) {
    case 'malformed':
      return {
        status: 400,
        error:
          problem.field === '' ? say('page.problem.malformed') : say('page.problem.field', { field: problem.field }),
      }
    case 'too-long':
      return { status: 422, error: say('page.problem.too-long', { field: problem.field, limit: problem.limit }) }
    case 'unknown-channel':
      return { status: 404, error: say('page.problem.unknown-channel') }
    case 'unknown-user':
      return { status: 404, error: say('page.problem.unknown-user') }
    case 'unknown-message':
      return { status: 404, error: say('page.problem.unknown-message') }
    case 'unknown-action':
      return { status: 422, error: say('page.problem.unknown-action') }
    case 'unknown-option':
      return { status: 422, error: say('page.problem.unknown-option') }
    case 'unknown-modal':
      return { status: 404, error: say('page.problem.unknown-modal') }
    default:
      return problem satisfies never
  }
}

export function explainPostProblem(problem: PostProblem, say: Translator): Refusal {
  switch (problem.kind) {
    case 'malformed':
      return { status: 400, error: say('page.problem.post-malformed') }
    case 'empty-author':
      return { status: 422, field: 'author', error: say('page.problem.empty-author') }
    case 'empty-text':
      return { status: 422, field: 'text', error: say('page.problem.empty-text') }
    case 'long-author':
      return { status: 422, field: 'author', error: say('page.problem.long-author', { limit: AUTHOR_LENGTH }) }
    case 'long-text':
      return {
        status: 422,
        field: 'text',
        error: say('page.problem.long-text', { limit: POST_LENGTH, count: problem.count }),
      }
    case 'brand-author':
      return { status: 422, field: 'author', error: say('page.problem.brand-author') }
    case 'unknown-post':
      return { status: 422, field: 'replyTo', error: say('page.problem.unknown-post') }
    default:
      return problem satisfies never
  }
}
