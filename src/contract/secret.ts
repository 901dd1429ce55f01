import { inspect } from 'node:util'

/**
 * A credential that prints `[redacted]` whatever prints it: template strings, JSON, `console.log`, loggers.
 * `read()` is the one way to its value, and belongs where the request that needs it is built.
 */
export class Secret {
  readonly #read: () => string

  /** @param read called at each `read()`, so that a secret kept in a file follows its rotation */
  constructor(read: () => string) {
    this.#read = read
  }

  /** The value, without surrounding white space. Throws what the reader throws. */
  read(): string {
    return this.#read().trim()
  }

  toString(): string {
    return '[redacted]'
  }

  toJSON(): string {
    return '[redacted]'
  }

  [inspect.custom](): string {
    return '[redacted]'
  }
}
