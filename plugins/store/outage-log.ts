/** What begins to fail and works again, one log line each, however often it is tried in between. */
import type { FastifyBaseLogger } from 'fastify'

export interface OutageTexts {
  readonly fails: string
  readonly works: string
}

export function createOutageLog(log: FastifyBaseLogger, { fails, works }: OutageTexts) {
  let isTroubled = false

  return {
    /** `cause` is a code or a few words, as messages of libraries may hold URLs. */
    begins(cause: string): void {
      if (isTroubled) return
      isTroubled = true
      log.warn(`${fails} (${cause}); the program goes on with what it has in memory`)
    },
    ends(): void {
      if (isTroubled) log.info(works)
      isTroubled = false
    }
  }
}
