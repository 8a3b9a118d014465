import { expect, test } from 'vitest'
import { renderNote } from '../../../src/chat/slack/note.ts'
import { createTranslators } from '../../../src/locales/translator.ts'

test('where Slack cannot write a moment, a line’s time stands as the brand’s clock shows it', () => {
  const at = '2026-03-29T07:00:00.000Z'
  const line = { text: 'Ada approved', at, when: '29 mars 2026, 09:00', links: [] }
  const { blocks } = renderNote({ lines: [line, line] }, createTranslators().fr, new Date(at))
  expect(JSON.stringify(blocks)).toContain('|29 mars 2026, 09:00>')
  expect(JSON.stringify(blocks)).not.toContain(at)
})
