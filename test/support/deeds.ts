import { eq } from 'drizzle-orm'
import type { Answer } from '../../src/chat/platform.ts'
import { type DeedRow, deeds, networkActions } from '../../src/db/schema/index.ts'
import type { TestDatabase } from './database.ts'
import { createScriptedNetwork, type ScriptedNetworkOptions } from './scripted-network.ts'
import type { Stages } from './stages.ts'
import { mentionOf, modalOf, performDue, press, pressOnDraft, submit, writePost } from './team.ts'
import { createWorld, type Who, type World } from './world.ts'

/** What people do with posts that exist, as the chat hands it over. */

let made = 0

/** A world whose network lets its accounts do everything but edit. */
export function createDoing(test: TestDatabase, options: ScriptedNetworkOptions = {}): Promise<World> {
  const name = `deeds-${++made}`
  return createWorld(test, {
    networks: [createScriptedNetwork({ name, deeds: ['delete', 'like', 'repost'], ...options })],
  })
}

/** Presses a button of the mention's newest card. */
export async function pressOnMention(world: World, who: Who, action: string, id: string): Promise<Answer> {
  return press(world, who, action, await mentionOf(world, id), 'mentions')
}

/** Reposts it, from the button to the confirmation. */
export async function repost(world: World, who: Who, id: string): Promise<Answer> {
  return submit(world, who, modalOf(await pressOnMention(world, who, 'mention.repost', id)), { sure: 'repost' })
}

export async function marksOf(world: World, mentionId: string): Promise<readonly DeedRow[]> {
  return world.test.database.connection.select().from(deeds).where(eq(deeds.mentionId, mentionId)).orderBy(deeds.kind)
}

/** Deletions of what a draft published, the first part of a thread first. */
export async function deletionsOf(world: World, draftId: string): Promise<readonly DeedRow[]> {
  const rows = await world.test.database.connection
    .select({ deed: deeds })
    .from(deeds)
    .innerJoin(networkActions, eq(networkActions.id, deeds.actionId))
    .where(eq(networkActions.draftId, draftId))
    .orderBy(networkActions.part)
  return rows.map(({ deed }) => deed)
}

/** Does whatever of the world's is due, as the queue would: until nothing is. */
export async function doDue(world: World, stages: Pick<Stages, 'deeds'> = world): Promise<void> {
  const accounts = world.accounts.map(({ id }) => id)
  for (let turn = 0; turn < 30; turn++) {
    const rows = await world.test.database.connection.select().from(deeds)
    const own = new Set(rows.filter(({ accountId }) => accounts.includes(accountId)).map(({ id }) => id))
    const due = (await stages.deeds.listDue()).filter(id => own.has(id))
    if (due.length === 0) return
    for (const id of due) await stages.deeds.perform(id)
  }
}

/** A post of the brand that is out; answers with the draft's id. */
export async function publishPost(world: World, text: string): Promise<string> {
  const id = await writePost(world, 'camille', text)
  await pressOnDraft(world, 'noor', 'draft.approve', id)
  await performDue(world, id)
  return id
}

/** Has it deleted wherever that can be chosen. */
export async function deleteEverywhere(world: World, who: Who, draftId: string): Promise<Answer> {
  const modal = modalOf(await pressOnDraft(world, who, 'draft.delete', draftId))
  const [field] = modal.fields
  const accounts = field?.kind === 'choices' ? field.options.map(({ value }) => value).join(',') : ''
  return submit(world, who, modal, { accounts })
}
