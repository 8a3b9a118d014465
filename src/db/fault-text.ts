/**
 * What a fault says of itself, in a line for logs and operators. drizzle writes the parameters of a failed query into its
 * message: texts of the public and sealed secrets, which belong into neither.
 */
export function faultText(fault: unknown): string {
  if (!(fault instanceof Error)) return String(fault)
  if (!('query' in fault && 'params' in fault)) return fault.message
  return fault.cause === undefined ? 'a query failed' : `a query failed: ${faultText(fault.cause)}`
}
