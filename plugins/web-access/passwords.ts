/**
 * Checks passwords against bcrypt hashes. Right ones are remembered for a while; an unknown user costs the work of a
 * hash with the usual cost, so that time does not tell who is known.
 */
import { createHmac, randomBytes } from 'node:crypto'
import { createFairQueue } from './fair-queue.ts'

/** True when the password belongs to the hash. Must not block the event loop. */
export type Compare = (password: string, hash: string) => Promise<boolean>

/** `busy`: not checked, as too many wait. */
export type Verdict = 'right' | 'wrong' | 'busy'

export interface PasswordsOptions {
  readonly compare: Compare
  /** How many right passwords are remembered. */
  readonly capacity?: number
}

export interface Attempt {
  readonly user: string
  readonly password: string
  /** Who asks, for the turns. */
  readonly from: string
}

/** Of the cost that the exporter toolkit gives to its own: with that of a very strong hash, nobody could be told no. */
const decoy = `$2b$10$${'.'.repeat(53)}`

export function createPasswords({ compare, capacity = 100 }: PasswordsOptions) {
  const key = randomBytes(32)
  const digest = (...parts: readonly string[]) =>
    createHmac('sha256', key).update(JSON.stringify(parts)).digest('base64')
  /** Digests of what was right, the latest used last. */
  const right = new Set<string>()
  /** Checks that are waiting or running, so that equal ones share one. */
  const running = new Map<string, Promise<boolean> | undefined>()
  const ask = createFairQueue()

  function remember(id: string): void {
    right.delete(id)
    right.add(id)
    const [oldest] = right
    if (right.size > capacity && oldest !== undefined) right.delete(oldest)
  }

  return {
    /** `users`: name -> hash; at least one. */
    async verify(users: ReadonlyMap<string, string>, { user, password, from }: Attempt): Promise<Verdict> {
      const known = users.get(user)
      const hash = known ?? decoy
      const id = digest(user, hash, password)
      if (right.has(id)) {
        remember(id)
        return 'right'
      }
      const shared = running.get(id)
      const check = shared ?? ask(from, () => compare(password, hash))
      if (check === undefined) return 'busy'
      if (shared === undefined) {
        running.set(id, check)
        const forget = () => running.delete(id)
        check.then(forget, forget)
      }
      const isRight = (await check) && known !== undefined
      if (isRight) remember(id)
      return isRight ? 'right' : 'wrong'
    }
  }
}
