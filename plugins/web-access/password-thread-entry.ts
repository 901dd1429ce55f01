import { setPriority } from 'node:os'
import { compareSync } from 'bcryptjs'

export interface Comparison {
  readonly password: string
  readonly hash: string
}

// On Linux this is the priority of the thread alone: scrapes go before attempts to log in.
if (process.platform === 'linux') setPriority(5)

/** What runs in the thread. */
export default function run({ password, hash }: Comparison): boolean {
  return compareSync(password, hash)
}
