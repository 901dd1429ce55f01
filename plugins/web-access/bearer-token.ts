/** Bearer tokens, compared in constant time. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Secret } from '../../src/contract/secret.ts'

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

export interface BearerTokenOptions {
  /** One token or more, separated by white space, so that an old and a new one can overlap. */
  readonly secret: Secret
  /** Called once each time the secret can no longer be read; the tokens known last go on. */
  readonly onFault: (error: unknown) => void
  /** Called each time there are other tokens than before. */
  readonly onChange: () => void
}

export function createBearerToken({ secret, onFault, onChange }: BearerTokenOptions) {
  let text = secret.read()
  let digests = digestsOf(text)
  let isBroken = false

  function refresh(): void {
    try {
      const now = secret.read()
      isBroken = false
      if (now === text) return
      text = now
      digests = digestsOf(text)
      onChange()
    } catch (error) {
      if (!isBroken) onFault(error)
      isBroken = true
    }
  }

  return {
    /** Whether this token lets in. */
    accepts(token: string): boolean {
      refresh()
      const given = digest(token)
      // All of them are compared, so that time does not tell which one.
      return digests.filter((known) => timingSafeEqual(known, given)).length > 0
    },
    /** False while the secret cannot be read. */
    isGood: () => !isBroken
  }
}

function digestsOf(text: string): Buffer[] {
  return text
    .split(/\s+/)
    .filter((token) => token !== '')
    .map(digest)
}
