/** The access token in the store, where a restart or a replica finds it; nobody can read it without the secrets. */
import { Type } from 'typebox'
import type { Clock } from '../../../src/contract/clock.ts'
import { identityTag } from '../../../src/contract/identity.ts'
import { seal, unseal } from '../../../src/contract/sealed.ts'
import type { Store } from '../../../src/contract/store.ts'
import { Compile } from '../../../src/parsing/compiled-schema.ts'

/** The longest life that is believed. Milliseconds: no token of the accounts server lives longer than an hour. */
const longestLife = 3_600_000

export interface Token {
  readonly value: string
  /** Milliseconds from now for which it is used. */
  readonly life: number
}

const storedCheck = Compile(Type.Object({ value: Type.String({ minLength: 1 }), goodUntil: Type.Number() }))

export interface TokenVaultOptions {
  readonly store: Store
  readonly clock: Clock
  readonly accountsUrl: string
  readonly clientId: string
  readonly clientSecret: string
  readonly refreshToken: string
}

export function createTokenVault(options: TokenVaultOptions) {
  const { store, clock, accountsUrl, clientId, clientSecret, refreshToken } = options
  const key = `token/site24x7/${identityTag(accountsUrl, clientId)}`
  // A new refresh token may be that of another user, who sees other monitors.
  const secret = JSON.stringify([clientSecret, refreshToken])

  return {
    /** The token, while it is good. `refused` is one that the API does not take any more: it is removed. */
    async load(refused: string | undefined): Promise<Token | undefined> {
      const bytes = await store.read(key)
      const stored = bytes === undefined ? undefined : parse(unseal(secret, bytes))
      if (!storedCheck.Check(stored)) return undefined
      if (stored.value === refused) {
        await store.write(key, new Uint8Array(), 1)
        return undefined
      }
      const life = stored.goodUntil - clock.now()
      return life > 0 && life <= longestLife ? { value: stored.value, life } : undefined
    },

    async save({ value, life }: Token): Promise<void> {
      if (!store.isKept) return
      await store.write(key, seal(secret, JSON.stringify({ value, goodUntil: clock.now() + life })), life)
    }
  }
}

function parse(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}
