/** A value made from files, made again when one of them changes. */
import { readFileSync, statSync } from 'node:fs'

export type ReadFile = (path: string) => string

export interface Reloading<Value> {
  /** Whether a file has changed since the last look, a look that counts for nothing. */
  isChanged(): boolean
  /** What the files gave when they were good last. */
  readonly value: () => Value
  /**
   * Makes the value again if a file has changed since the last look. The error of a change that is no good is returned
   * once, and the value stays.
   */
  refresh(): 'same' | 'changed' | { readonly error: unknown }
}

/** Makes the value at once, and throws what `make` throws. */
export function createReloading<Value>(make: (read: ReadFile) => Value): Reloading<Value> {
  let seen = new Map<string, string>()

  function attempt(): Value {
    const read = new Map<string, string>()
    try {
      return make((path) => {
        // Before the content, so that a change between the two is seen the next time.
        read.set(path, stateOf(path))
        return readFileSync(path, 'utf8')
      })
    } finally {
      seen = read
    }
  }

  const isChanged = () => [...seen].some(([path, state]) => stateOf(path) !== state)

  let value = attempt()
  return {
    isChanged,
    value: () => value,
    refresh() {
      if (!isChanged()) return 'same'
      try {
        value = attempt()
        return 'changed'
      } catch (error) {
        return { error }
      }
    }
  }
}

/** Differs after every change, one by renaming included. */
function stateOf(path: string): string {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false })
  return stat === undefined ? 'none' : `${stat.dev} ${stat.ino} ${stat.size} ${stat.mtimeNs} ${stat.ctimeNs}`
}
