/** Writing a post: what it says on each network, and its pictures. */
export const compose = {
  'modal.draft.texts': 'Text per network',
  'modal.draft.texts.own': 'Write a different text for each, in the next step',
  'written.removed':
    '{count, plural, one {One character that nobody sees was} other {# characters that nobody sees were}} taken out of the text.',
  'error.own-texts': 'Or choose a different text for each network.',
  'modal.draft.files': 'Images',
  'modal.draft.files.hint': 'JPEG, PNG, WebP or GIF, {maximum} at most.',
  'modal.draft.images': 'Images to keep',
  'modal.draft.alternative': 'Image {number}: what somebody who cannot see it should know',
  'modal.draft.finish': 'Last step',
  'error.file.unknown': 'A file is not here any more. Choose it again.',
  'error.media.unsupported': '{network} takes no images.',
  'error.media.too-many': '{network} takes {maximum} images at most, and these are {count}. Leave some out.',
  'error.media.wrong-type': '{network} takes no {type} files: leave image {number} out, or save it as JPEG.',
  'error.media.too-large': 'Image {number} is too large for {network}: {size} of {maximum}. Make it smaller.',
  'error.media.alternative-too-long':
    'The description of image {number} is too long for {network}: {count} of {maximum}.',
  'failure.media-refused': '{network} refused an image. Edit the draft and leave it out, or save it anew.',
  'failure.media-gone':
    'An image is no longer in Vigie’s data directory. Nothing was sent. Edit the draft and add it again.',
  'picture.label': 'Image {number} of {total}: {type}, {width} × {height}, {size}',
  'picture.described': 'Described as: “{alternative}”',
  'picture.undescribed': 'Nobody has described it for those who cannot see it.',
  'picture.megabytes': '{size} MB',
  'picture.kilobytes': '{size} kB',
  'picture.refused.empty': 'The file is empty.',
  'picture.refused.broken': 'The image is damaged. Save it anew, and try again.',
  'picture.refused.video': 'Vigie publishes no video yet. Choose an image: JPEG, PNG, WebP or GIF.',
  'picture.refused.too-large': 'The file is larger than {maximum}. Make it smaller.',
  'picture.refused.not-an-image':
    '{type, select, none {The file is no image that Vigie knows} other {The file is {type}}}. Choose a JPEG, PNG, WebP or GIF.',
  'picture.refused.too-many-pixels': 'The image is {width} × {height} pixels, which is too much. Make it smaller.',
  'modal.draft.alternative.file': '{name}: what somebody who cannot see it should know',
  'done.files.waiting': 'Kept. It goes to review as soon as its images are here.',
  'done.files.held-back': 'The draft is kept with its text, and not in review yet: its card says why.',
  'draft.file.waiting': '{name} is being fetched.',
  'draft.file.here': '{name} is here. It is added when the draft goes to review.',
  'draft.file.refused': '{name} was left out. {reason}',
  'picture.unnamed': 'An image',
  'picture.refused.external': 'It belongs to another company or service. Upload it here yourself.',
  'picture.refused.gone':
    'It is no longer there, or stands where Vigie cannot see it: invite Vigie there, or upload it here yourself.',
  'picture.refused.right-missing':
    'Vigie lacks the right {right}. Somebody must give the app that right and install it again.',
  'picture.refused.unreachable': 'It could not be fetched. Try again later.',
} as const
