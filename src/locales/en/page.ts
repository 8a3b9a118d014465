/** The local workspace's page. */
export const page = {
  'page.title': 'Vigie: the local workspace',
} as const
