import type { Action, WorkspaceAction } from '../services.ts'
import { accountConnect, accountReconnect } from './account-connect.ts'
import { accountDisconnect, accountRemove } from './account-disconnect.ts'
import { authorExport } from './author-export.ts'
import { authorForget } from './author-forget.ts'
import { brandEdits } from './brand.ts'
import { channelNoise } from './channel-noise.ts'
import { connectionAnswer, connectionConfirm, connectionDecline } from './connection.ts'
import { draftCorrect } from './draft-correct.ts'
import { draftCreate } from './draft-create.ts'
import { draftApprove, draftChange, draftReject } from './draft-decisions.ts'
import { draftDelete } from './draft-delete.ts'
import { draftEdit } from './draft-edit.ts'
import { draftAbsent, draftFound } from './draft-outcome.ts'
import { draftGiveUp, draftNow, draftReschedule, draftRetry, draftSubmit, draftWithdraw } from './draft-plan.ts'
import { mentionHandOver } from './mention-hand-over.ts'
import { mentionLike, mentionRepost, mentionUnlike, mentionUnrepost } from './mention-marks.ts'
import { mentionAssign, mentionIgnore, mentionReopen } from './mention-progress.ts'
import { mentionSentiment } from './mention-sentiment.ts'
import { mentionShow } from './mention-show.ts'
import { mentionQuote, mentionReply } from './mention-writing.ts'
import { brandCreate, setupBrand } from './setup-brand.ts'
import { setupChannels } from './setup-channels.ts'
import { setupPeople } from './setup-people.ts'
import { summaryIgnore } from './summary-ignore.ts'
import { summaryList } from './summary-list.ts'

const all: readonly (Action | WorkspaceAction)[] = [
  mentionReply,
  mentionQuote,
  mentionAssign,
  mentionHandOver,
  mentionIgnore,
  mentionReopen,
  mentionSentiment,
  mentionShow,
  mentionLike,
  mentionUnlike,
  mentionRepost,
  mentionUnrepost,
  draftCreate,
  draftApprove,
  draftChange,
  draftReject,
  draftEdit,
  draftCorrect,
  draftSubmit,
  draftWithdraw,
  draftReschedule,
  draftNow,
  draftRetry,
  draftGiveUp,
  draftFound,
  draftAbsent,
  draftDelete,
  brandCreate,
  ...brandEdits,
  setupBrand,
  setupChannels,
  setupPeople,
  channelNoise,
  summaryList,
  summaryIgnore,
  accountConnect,
  accountReconnect,
  accountDisconnect,
  accountRemove,
  connectionConfirm,
  connectionDecline,
  connectionAnswer,
  authorForget,
  authorExport,
]

/** Every button and modal there is, by name. */
export const actions: ReadonlyMap<string, Action | WorkspaceAction> = new Map(all.map(action => [action.name, action]))
