import { compareSync } from 'bcryptjs'

export interface Comparison {
  readonly password: string
  readonly hash: string
}

/** What runs in the thread. */
export default function run({ password, hash }: Comparison): boolean {
  return compareSync(password, hash)
}
