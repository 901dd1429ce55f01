import { createHash } from 'node:crypto'

/** What tells whose data it is and what was asked for, so that another account's is not taken. Not readable. */
export function identityTag(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
}
