import type { Modal, ModalField, Option } from '../card.ts'
import type { LocalChannel, LocalMember } from './store.ts'

/** A form must not change what nobody touched: what is chosen is offered, whatever became of it. */
function withChosen(options: readonly Option[], value: string): readonly Option[] {
  const isOffered = value === '' || options.some(option => option.value === value)
  return isOffered ? options : [...options, { value, label: value }]
}

/** What can be chosen in the local workspace, which has no chooser of its own: its channels and its people. */
export function withChoices(modal: Modal, channels: readonly LocalChannel[], members: readonly LocalMember[]): Modal {
  const open = channels.filter(({ person }) => person === undefined)
  const places: readonly Option[] = open.map(({ name }) => ({ value: name, label: `#${name}` }))
  const people: readonly Option[] = members.map(({ id, name }) => ({ value: id, label: name }))
  const fill = (field: ModalField): ModalField => {
    if (field.kind === 'channel') return { ...field, options: withChosen(places, field.value) }
    return field.kind === 'people' || field.kind === 'person' ? { ...field, options: people } : field
  }
  return { ...modal, fields: modal.fields.map(fill) }
}
