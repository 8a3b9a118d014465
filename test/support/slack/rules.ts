/**
 * What Slack refuses of blocks and views: docs.slack.dev/reference/block-kit (blocks, block elements, composition
 * objects) and docs.slack.dev/reference/views. Written from there and apart from the adapter's own numbers, so that a
 * number that is wrong there is noticed here.
 */

type Thing = Readonly<Record<string, unknown>>

function isThing(value: unknown): value is Thing {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function list(value: unknown): readonly Thing[] {
  return Array.isArray(value) ? value.filter(isThing) : []
}

class Complaints {
  readonly all: string[] = []

  length(value: unknown, maximum: number, where: string, minimum = 1): void {
    if (typeof value !== 'string') this.all.push(`${where}: no text`)
    else if (value.length < minimum || value.length > maximum) this.all.push(`${where}: ${value.length} of ${maximum}`)
  }

  text(value: unknown, maximum: number, where: string, kinds = ['plain_text']): void {
    if (!isThing(value) || !kinds.includes(String(value.type))) this.all.push(`${where}: not ${kinds.join(' or ')}`)
    else this.length(value.text, maximum, where)
  }

  count(value: unknown, maximum: number, where: string): readonly Thing[] {
    const things = list(value)
    if (things.length < 1 || things.length > maximum) this.all.push(`${where}: ${things.length} of ${maximum}`)
    return things
  }

  unique(ids: readonly unknown[], where: string): void {
    const given = ids.filter(id => id !== undefined)
    for (const id of given) this.length(id, 255, where)
    if (new Set(given).size < given.length) this.all.push(`${where}: not unique`)
  }
}

const MARKUP = ['plain_text', 'mrkdwn']

function checkElement(element: Thing, complaints: Complaints): void {
  const where = String(element.type)
  if (element.action_id !== undefined) complaints.length(element.action_id, 255, `${where} action_id`)
  switch (element.type) {
    case 'button':
      complaints.text(element.text, 75, 'button')
      if (element.value !== undefined) complaints.length(element.value, 2_000, 'button value')
      if (element.url !== undefined) {
        complaints.length(element.url, 3_000, 'button url')
        if (!/^(https?|mailto|tel):/.test(String(element.url))) complaints.all.push('button url: scheme')
      }
      if (element.style !== undefined && !['primary', 'danger'].includes(String(element.style))) {
        complaints.all.push('button style')
      }
      if (isThing(element.confirm)) {
        complaints.text(element.confirm.title, 100, 'confirm title')
        complaints.text(element.confirm.text, 300, 'confirm text', MARKUP)
        complaints.text(element.confirm.confirm, 30, 'confirm button')
        complaints.text(element.confirm.deny, 30, 'deny button')
      }
      return
    case 'static_select': {
      const options = complaints.count(element.options, 100, 'options')
      for (const option of options) {
        complaints.text(option.text, 75, 'option', MARKUP)
        complaints.length(option.value, 150, 'option value')
      }
      const initial = element.initial_option
      if (initial !== undefined && !options.some(option => JSON.stringify(option) === JSON.stringify(initial))) {
        complaints.all.push('initial_option: none of the options')
      }
      return
    }
    case 'checkboxes':
    case 'multi_static_select': {
      const options = complaints.count(element.options, element.type === 'checkboxes' ? 10 : 100, 'options')
      for (const option of options) {
        complaints.text(option.text, 75, 'option', MARKUP)
        complaints.length(option.value, 150, 'option value')
      }
      if (element.initial_options === undefined) return
      const initial = complaints.count(element.initial_options, options.length, 'initial_options')
      const known = options.map(option => JSON.stringify(option))
      if (!initial.every(option => known.includes(JSON.stringify(option)))) {
        complaints.all.push('initial_options: not of the options')
      }
      return
    }
    case 'file_input':
      if (!(Number(element.max_files ?? 10) >= 1 && Number(element.max_files ?? 10) <= 10)) {
        complaints.all.push('max_files')
      }
      return
    case 'plain_text_input':
      if (element.initial_value !== undefined) {
        complaints.length(
          element.initial_value,
          Math.min(3_000, Number(element.max_length ?? 3_000)),
          'initial_value',
          0,
        )
      }
      return
    case 'datepicker':
      if (element.initial_date !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(String(element.initial_date))) {
        complaints.all.push('initial_date')
      }
      return
    case 'timepicker':
      if (element.initial_time !== undefined && !/^\d{2}:\d{2}$/.test(String(element.initial_time))) {
        complaints.all.push('initial_time')
      }
      return
    case 'conversations_select': {
      const initial = element.initial_conversation
      if (initial !== undefined && !/^[CG][A-Z0-9]+$/.test(String(initial))) complaints.all.push('initial_conversation')
      return
    }
    case 'users_select':
      if (element.initial_user !== undefined && !/^[UW][A-Z0-9]+$/.test(String(element.initial_user))) {
        complaints.all.push('initial_user')
      }
      return
    case 'multi_users_select':
      if (element.initial_users !== undefined) {
        for (const user of Array.isArray(element.initial_users) ? element.initial_users : ['?']) {
          if (!/^[UW][A-Z0-9]+$/.test(String(user))) complaints.all.push('initial_users')
        }
      }
      return
    default:
      complaints.all.push(`unknown element ${where}`)
  }
}

function checkBlock(block: Thing, complaints: Complaints): void {
  switch (block.type) {
    case 'header':
      complaints.text(block.text, 150, 'header')
      return
    case 'section':
      if (block.text === undefined && block.fields === undefined) complaints.all.push('section: empty')
      if (block.text !== undefined) complaints.text(block.text, 3_000, 'section', MARKUP)
      if (block.fields !== undefined) {
        for (const field of complaints.count(block.fields, 10, 'fields')) complaints.text(field, 2_000, 'field', MARKUP)
      }
      if (isThing(block.accessory)) checkElement(block.accessory, complaints)
      return
    case 'context':
      for (const element of complaints.count(block.elements, 10, 'context')) {
        complaints.text(element, 3_000, 'context', MARKUP)
      }
      return
    case 'actions': {
      const elements = complaints.count(block.elements, 25, 'actions')
      complaints.unique(
        elements.map(element => element.action_id),
        'action_id',
      )
      for (const element of elements) checkElement(element, complaints)
      return
    }
    case 'image':
      if (isThing(block.slack_file)) complaints.length(block.slack_file.id, 50, 'slack_file')
      else complaints.length(block.image_url, 3_000, 'image_url')
      if (block.title !== undefined) complaints.text(block.title, 2_000, 'title')
      complaints.length(block.alt_text, 2_000, 'alt_text')
      return
    case 'input':
      complaints.text(block.label, 2_000, 'label')
      if (block.hint !== undefined) complaints.text(block.hint, 2_000, 'hint')
      if (isThing(block.element)) checkElement(block.element, complaints)
      else complaints.all.push('input: no element')
      return
    default:
      complaints.all.push(`unknown block ${block.type}`)
  }
}

function checkBlocks(blocks: unknown, maximum: number, complaints: Complaints): void {
  const things = complaints.count(blocks, maximum, 'blocks')
  complaints.unique(
    things.map(block => block.block_id),
    'block_id',
  )
  for (const block of things) checkBlock(block, complaints)
}

function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, inner) => sum + textLength(inner), 0)
  if (!isThing(value)) return 0
  return Object.entries(value).reduce(
    (sum, [key, inner]) => sum + (key === 'text' && typeof inner === 'string' ? inner.length : textLength(inner)),
    0,
  )
}

/** Slack's error for a message's blocks, with what is wrong; undefined if it takes them. */
export function refuseBlocks(blocks: unknown): { readonly error: string; readonly why: readonly string[] } | undefined {
  const complaints = new Complaints()
  checkBlocks(blocks, 50, complaints)
  if (complaints.all.length > 0) return { error: 'invalid_blocks', why: complaints.all }
  // Measured, not documented: about this many characters over all blocks.
  if (textLength(blocks) > 13_200) return { error: 'msg_blocks_too_long', why: ['text'] }
  return undefined
}

/** Slack's error for a view, with what is wrong; undefined if it takes it. */
export function refuseView(view: unknown): { readonly error: string; readonly why: readonly string[] } | undefined {
  const complaints = new Complaints()
  if (!isThing(view)) return { error: 'invalid_arguments', why: ['no view'] }
  checkBlocks(view.blocks, 100, complaints)
  if (view.type === 'modal') {
    complaints.text(view.title, 24, 'title')
    if (view.submit !== undefined) complaints.text(view.submit, 24, 'submit')
    else if (list(view.blocks).some(block => block.type === 'input')) complaints.all.push('submit: missing with inputs')
    if (view.close !== undefined) complaints.text(view.close, 24, 'close')
  } else if (view.type !== 'home') complaints.all.push('type')
  if (view.private_metadata !== undefined) complaints.length(view.private_metadata, 3_000, 'private_metadata', 0)
  if (view.callback_id !== undefined) complaints.length(view.callback_id, 255, 'callback_id')
  if (Buffer.byteLength(JSON.stringify(view)) > 250_000) return { error: 'view_too_large', why: ['bytes'] }
  return complaints.all.length > 0 ? { error: 'invalid_arguments', why: complaints.all } : undefined
}
