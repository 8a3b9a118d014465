/** Who may see a post: everybody and the public lists, everybody who comes by, followers, or those it names. */
export const VISIBILITIES = ['public', 'unlisted', 'followers', 'direct'] as const
export type Visibility = (typeof VISIBILITIES)[number]
