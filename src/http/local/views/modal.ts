import { html } from 'hono/html'
import { type FieldLimit, type Modal, type ModalField, readChoices } from '../../../chat/card.ts'
import { type Html, mediaPath } from '../../../chat/local/render.ts'
import type { Translator } from '../../../locales/translator.ts'

type Choices = Extract<ModalField, { kind: 'choices' }>
type Files = Extract<ModalField, { kind: 'files' }>

/** What the script counts the text against. */
function limitsOf(limits: readonly FieldLimit[] = []): Html | '' {
  return limits.length === 0 ? '' : html` data-limits="${JSON.stringify(limits)}"`
}

function renderControl(field: Exclude<ModalField, { kind: 'choices' | 'people' | 'files' }>, described: string): Html {
  const required = field.required ? html` aria-required="true"` : ''
  const common = html`id="field-${field.id}" name="${field.id}" aria-describedby="${described}"${required}`
  switch (field.kind) {
    case 'text':
      return html`<input type="text" dir="auto" autocomplete="off" value="${field.value}" ${common}>`
    case 'textarea':
      // The parser drops a newline right behind the tag; this one is there to be dropped.
      return html`<textarea rows="${field.picture === undefined ? 6 : 2}" dir="auto"${limitsOf(field.limits)} ${common}>
${field.value}</textarea>`
    case 'datetime':
      return html`<input type="datetime-local" value="${field.value}" ${common}>`
    case 'select':
      return html`<select ${common}>${field.options.map(
        option =>
          html`<option value="${option.value}"${option.value === field.value ? html` selected` : ''}>${option.label}</option>`,
      )}</select>`
    case 'channel':
    case 'person':
      return html`<select ${common}>${field.required && field.value !== '' ? '' : html`<option value=""></option>`}${(
        field.options ?? []
      ).map(
        option =>
          html`<option value="${option.value}"${option.value === field.value ? html` selected` : ''}>${option.label}</option>`,
      )}</select>`
    default:
      return field satisfies never
  }
}

/** Boxes to tick; the script sends what is ticked as one value. */
function renderChoices(field: Choices, hint: Html | ''): Html {
  const chosen = readChoices(field.value)
  return html`<fieldset class="field choices" aria-describedby="hint-${field.id} error-${field.id}"><legend>${field.label}</legend>
${field.options.map(
  option =>
    html`<label><input type="checkbox" name="${field.id}" value="${option.value}" data-choices${chosen.includes(option.value) ? html` checked` : ''}><span dir="auto">${option.label}</span></label>`,
)}${hint}
<p class="error" id="error-${field.id}" data-error="${field.id}"></p></fieldset>`
}

/** The script hands each file in as soon as it is chosen, shows it in the list, and sends what is in the list. */
function renderFiles(field: Files, hint: Html | '', say: Translator): Html {
  return html`<div class="field files" data-files="${field.id}" data-remove="${say('page.file.remove')}"><label for="field-${field.id}">${field.label}</label>
<input type="file" multiple id="field-${field.id}" name="${field.id}" accept="${field.types.join(',')}" aria-describedby="hint-${field.id} error-${field.id}">${hint}
<ul class="file-list"></ul>
<p class="error" role="alert" id="error-${field.id}" data-error="${field.id}"></p></div>`
}

function renderPicture({ picture }: ModalField): Html | '' {
  if (picture === undefined) return ''
  return html`<img class="field-picture" src="${mediaPath(picture.hash)}" width="${picture.width}" height="${picture.height}" alt="">`
}

/** Emptiness and the like are judged by the handlers, whose words appear beside the field. */
function renderField(field: ModalField, say: Translator): Html {
  const hint = field.hint === undefined ? '' : html`<p class="hint" id="hint-${field.id}">${field.hint}</p>`
  if (field.kind === 'choices') return renderChoices(field, hint)
  if (field.kind === 'people') return renderChoices({ ...field, kind: 'choices', options: field.options ?? [] }, hint)
  if (field.kind === 'files') return renderFiles(field, hint, say)
  return html`<div class="field"><label for="field-${field.id}">${field.label}</label>${renderPicture(field)}
${renderControl(field, `hint-${field.id} error-${field.id}`)}${field.kind === 'textarea' && field.limits !== undefined ? html`<p class="counts" data-counts></p>` : ''}${hint}
<p class="error" id="error-${field.id}" data-error="${field.id}"></p></div>`
}

export function renderModal(modal: Modal, say: Translator): Html {
  const quote =
    modal.quote === undefined || modal.quote === ''
      ? ''
      : html`<blockquote><p class="card-text quote" dir="auto">${modal.quote}</p></blockquote>`
  return html`<dialog class="modal" aria-labelledby="modal-title"><form data-modal="${modal.id}" novalidate>
<h2 id="modal-title" dir="auto">${modal.title}</h2>
${modal.intro === undefined ? '' : html`<p class="intro" dir="auto">${modal.intro}</p>`}
${quote}
${modal.fields.map(field => renderField(field, say))}
<div class="note" role="alert" data-note></div>
<div class="buttons end"><button type="button" class="button plain" data-close>${say('page.cancel')}</button><button type="submit" class="button primary">${modal.submit}</button></div>
</form></dialog>`
}

/** Asks before a dangerous button acts; the script fills in the question and the button's own words. */
export function renderConfirm(say: Translator): Html {
  return html`<dialog class="modal confirm" id="confirm" aria-labelledby="confirm-question"><form method="dialog">
<p id="confirm-question"></p>
<div class="buttons end"><button class="button plain" value="no">${say('page.cancel')}</button><button class="button danger" value="yes"></button></div>
</form></dialog>`
}
