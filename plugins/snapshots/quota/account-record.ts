/** What a provider's payloads have told of its account, for the time after a restart until the first payload. */
import { Type } from 'typebox'
import type { Collection } from '../../../src/contract/provider.ts'
import type { Store } from '../../../src/contract/store.ts'
import { Compile } from '../../../src/parsing/compiled-schema.ts'

export type AccountFacts = Pick<Collection, 'dailyCallLimit' | 'utcOffset'>

const factsCheck = Compile(
  Type.Object({
    dailyCallLimit: Type.Optional(Type.Number({ minimum: 0 })),
    utcOffset: Type.Optional(Type.Number())
  })
)

/** Milliseconds: longer than anybody is off for a holiday. */
const life = 30 * 24 * 3_600_000

export type AccountRecord = ReturnType<typeof createAccountRecord>

/**
 * Without it the spent calls of a big account would be held against the quota of the smallest one, and would be looked
 * up under the wrong day.
 */
export function createAccountRecord(store: Store, key: string) {
  let written: string | undefined

  return {
    async load(): Promise<AccountFacts> {
      if (!store.isKept) return {}
      try {
        const value: unknown = JSON.parse(Buffer.from((await store.read(key)) ?? '{}').toString('utf8'))
        return factsCheck.Check(value) ? value : {}
      } catch {
        return {}
      }
    },

    async save({ dailyCallLimit, utcOffset }: AccountFacts): Promise<void> {
      const text = JSON.stringify({ dailyCallLimit, utcOffset })
      // A shared store may lose it at any time.
      if (!store.isKept || (text === written && !store.isShared)) return
      written = text
      await store.write(key, Buffer.from(text), life)
    }
  }
}
