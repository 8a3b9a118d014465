import type { TestDatabase } from './database.ts'
import { createScriptedNetwork, type ScriptedNetworkOptions } from './scripted-network.ts'
import { draftIdOf, modalOf, performDue, pressOnDraft, submit, writePost } from './team.ts'
import { createWorld, type Who, type World, type WorldOptions } from './world.ts'

/** A brand on a network whose posts can be edited. */
export function createEditing(
  test: TestDatabase,
  options: ScriptedNetworkOptions = {},
  more: Omit<WorldOptions, 'networks'> = {},
): Promise<World> {
  return createWorld(test, { ...more, networks: [createScriptedNetwork({ deeds: ['edit'], ...options })] })
}

/** Approves whatever the draft says, and performs what comes of it. */
export async function publish(world: World, id: string): Promise<string> {
  await pressOnDraft(world, 'noor', 'draft.approve', id)
  await performDue(world, id)
  return id
}

/** A post that is out. */
export async function published(world: World, text: string): Promise<string> {
  return publish(world, await writePost(world, 'camille', text))
}

/** The field that a form of a correction has for the text on an account. */
export function fieldOn(world: World, index = 0): string {
  return `text-${world.accounts[index]?.id}`
}

/** What is to be said in place of what is out, in review; answers with the correction's id. */
export async function correct(world: World, who: Who, id: string, text: string): Promise<string> {
  const modal = modalOf(await pressOnDraft(world, who, 'draft.correct', id))
  const answer = await submit(world, who, modal, { [fieldOn(world)]: text })
  if (answer.kind !== 'ephemeral') throw new Error(`not submitted: ${JSON.stringify(answer)}`)
  return draftIdOf(modal)
}
