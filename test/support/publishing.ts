import type { TestDatabase } from './database.ts'
import { createScriptedNetwork, type Fault, type PublishStep } from './scripted-network.ts'
import { actionsOf, draftOf, pressOnDraft, writePost } from './team.ts'
import { createWorld, type World, type WorldOptions } from './world.ts'

export const unavailable: PublishStep = { kind: 'fails', fault: { kind: 'unavailable' } }
export const unauthorised: PublishStep = { kind: 'fails', fault: { kind: 'unauthorised' } }
export const lost = (published: boolean): PublishStep => ({
  kind: 'fails',
  fault: { kind: 'outcome-unknown' },
  published,
})
export const away: Fault = { kind: 'fails', fault: { kind: 'unavailable' } }

/** An approved post of a new world, due now. */
export async function approved(test: TestDatabase, steps: readonly PublishStep[], options?: WorldOptions) {
  const world = await createWorld(test, options)
  world.network.onPublish(...steps)
  const id = await writePost(world, 'camille', 'We open on Monday')
  await pressOnDraft(world, 'noor', 'draft.approve', id)
  return { world, id }
}

export const personOnly = (): WorldOptions => ({ networks: [createScriptedNetwork({ lookUp: 'none' })] })

export async function stateOf(world: World, id: string) {
  return (await draftOf(world, id)).row.state
}

export async function actionOf(world: World, id: string) {
  return (await actionsOf(world, id))[0]!
}

export function publicTexts(world: World): readonly string[] {
  return world.network.posts.map(post => post.text)
}

/** Moves the clock to when the action is due, and performs it. */
export async function performNext(world: World, id: string): Promise<void> {
  const { dueAt } = await actionOf(world, id)
  world.clock.advance(Math.max(0, dueAt.getTime() - world.clock.now().getTime()))
  for (const action of await actionsOf(world, id)) await world.publish.perform(action.id)
}
