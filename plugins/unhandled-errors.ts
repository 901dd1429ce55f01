/**
 * `fastify.unhandledErrors`: counts and logs what nobody caught. A rejection that nobody waited for leaves the rest as it
 * was, so the program goes on; after an exception that no code expected nobody knows, so it ends.
 */
import fp from 'fastify-plugin'
import { toFailure } from '../src/contract/failure.ts'

declare module 'fastify' {
  interface FastifyInstance {
    unhandledErrors: UnhandledErrors
  }
}

export const unhandledKinds = ['rejection', 'exception'] as const

export type UnhandledKind = (typeof unhandledKinds)[number]

export interface UnhandledErrors {
  /** How many there were since the start. */
  readonly counts: Readonly<Record<UnhandledKind, number>>
  /** Logs the class and the place, but never the message, which may quote data. */
  note(kind: UnhandledKind, thrown: unknown): void
}

export default fp(
  async (fastify) => {
    const counts: Record<UnhandledKind, number> = { rejection: 0, exception: 0 }
    fastify.decorate('unhandledErrors', {
      counts,
      note(kind, thrown) {
        counts[kind] += 1
        const { reason, message } = toFailure(thrown)
        // A failure's message is fit for a log; that of another error has become its name and place.
        const details = { kind, reason, what: message }
        if (kind === 'exception') fastify.log.fatal(details, 'an exception that nobody caught ends the program')
        else fastify.log.error(details, 'a rejection that nobody waited for; the program goes on')
      }
    })
  },
  { name: 'unhandled-errors', fastify: '5.x' }
)
