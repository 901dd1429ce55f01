/** Which accounts a process takes where several share one configuration file. Pure. */
import { hash } from 'node:crypto'
import { Type } from 'typebox'
import type { Settings } from '../contract/provider.ts'
import type { Fault } from '../contract/settings.ts'

export const shardSettings = {
  SHARD: Type.Optional(
    Type.String({
      description:
        'Which part of the accounts of the configuration file this process takes: 2/5 is the third of five, as they are counted from 0',
      pattern: '^\\d{1,4}/[1-9]\\d{0,3}$',
      examples: ['0/2', '1/2']
    })
  )
}

export interface Shard {
  /** Counted from 0. */
  readonly index: number
  readonly count: number
}

/** Undefined: all accounts. Adds to `faults`. */
export function shardOf({ SHARD: text, CONFIG_FILE: file }: Settings, faults: Fault[]): Shard | undefined {
  const [index = 0, count = 0] = text?.split('/').map(Number) ?? []
  if (text === undefined || faults.some(({ setting }) => setting === 'SHARD')) return undefined
  if (index >= count) {
    const message = `is counted from 0: the last of ${count} is ${count - 1}/${count}`
    faults.push({ setting: 'SHARD', message })
  }
  if (file === undefined) faults.push({ setting: 'SHARD', message: 'needs a CONFIG_FILE, whose accounts it divides' })
  return { index, count }
}

/** Each account has one shard, and keeps it when the number of shards changes where it can: the one of the highest hash. */
export function isInShard(key: string, { index, count }: Shard): boolean {
  const scores = Array.from({ length: count }, (_, i) => hash('sha1', `${i} ${key}`))
  return scores.every((score, i) => i === index || score < (scores[index] as string))
}
