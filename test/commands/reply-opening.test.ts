import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTranslators } from '../../src/locales/translator.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { createScriptedNetwork } from '../support/scripted-network.ts'
import { draftIdOf, hear, modalOf, performDue, press, pressOnDraft, submit } from '../support/team.ts'
import { createWorld, type World } from '../support/world.ts'

const { en } = createTranslators()

let shared: TestDatabase
beforeAll(async () => {
  shared = await createTestDatabase()
})
afterAll(() => shared[Symbol.asyncDispose]())

async function replyForm(world: World) {
  const mention = await hear(world, 'Acme is closed again', 'robin@social.example')
  return modalOf(await press(world, 'camille', 'mention.reply', mention, 'mentions'))
}

describe('an answer on a network where only those hear of it who are named', () => {
  const addressed = () =>
    createWorld(shared, { networks: [createScriptedNetwork({ replyOpening: ({ handle }) => `@${handle} ` })] })

  test('begins with their name, which the approver sees and the public gets', async () => {
    const world = await addressed()
    const form = await replyForm(world)
    expect(form.fields[0]).toMatchObject({ id: 'text', value: '@robin@social.example ' })
    await submit(world, 'camille', form, { text: `${form.fields[0]?.value}We open at nine` })
    const id = draftIdOf(form)
    const answer = await press(world, 'noor', 'draft.approve', { id, version: 0 })
    const text = '@robin@social.example We open at nine'
    expect(JSON.stringify(answer.kind === 'update' ? answer.card.en : '')).toContain(text)
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    await performDue(world, id)
    expect(world.network.posts.map(post => post.text)).toEqual([text])
  })

  test('goes out without it where somebody has taken it out', async () => {
    const world = await addressed()
    const form = await replyForm(world)
    await submit(world, 'camille', form, { text: 'To nobody in particular' })
    const id = draftIdOf(form)
    await pressOnDraft(world, 'noor', 'draft.approve', id)
    await performDue(world, id)
    expect(world.network.posts.map(post => post.text)).toEqual(['To nobody in particular'])
  })

  test.each(['@robin@social.example ', ' @robin@social.example\n'])('needs more than %j', async text => {
    const world = await addressed()
    const form = await replyForm(world)
    expect(await submit(world, 'camille', form, { text })).toEqual({
      kind: 'errors',
      errors: { text: en('error.required') },
    })
  })
})

test('begins with nothing where the network names them itself', async () => {
  const form = await replyForm(await createWorld(shared))
  expect(form.fields[0]).toMatchObject({ id: 'text', value: '' })
})
