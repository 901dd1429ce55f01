/** What the log says of a source: what has changed between two states, and not what stays as it is. */
import type { FastifyBaseLogger } from 'fastify'
import { Failure } from '../../src/contract/failure.ts'
import type { LeftOut } from '../../src/exposition/select-families.ts'
import type { SourceState } from './source-state.ts'

export function createSourceLog(log: FastifyBaseLogger) {
  return {
    /** New data is served. `storedAge`: how old data from the store is, milliseconds. */
    served(before: SourceState, after: SourceState, storedAge: number | undefined): void {
      logParts(log, before.failedParts, after.failedParts)
      logLeftOut(log, before.snapshot?.beyondLimit, after.snapshot?.beyondLimit)
      const [had, series] = [before.snapshot?.series ?? 0, after.snapshot?.series ?? 0]
      if (!before.up && storedAge !== undefined) {
        const ageSeconds = Math.round(storedAge / 1000)
        log.info({ series, ageSeconds }, `source is up, with data from the store that is ${ageSeconds} s old`)
      } else if (!before.up) log.info({ series }, 'source is up')
      else if (series > had) log.info({ series, appeared: series - had }, 'series appeared')
      else if (series < had) log.info({ series, gone: had - series }, 'series are gone')
    },

    /** A new failure: at `warn` when it is news, as the same one may come for days. */
    changed(before: SourceState, { lastFailure, failuresInARow, off }: SourceState): void {
      if (off !== undefined && before.off?.message !== off.message) log.info(`source is off: ${off.message}`)
      if (lastFailure === undefined || lastFailure === before.lastFailure) return
      const { reason, message } = lastFailure
      const details = { reason, failuresInARow }
      const isNews = before.up || before.lastFailure?.reason !== reason
      if (isNews) log.warn(details, `source is down: ${message}`)
      else log.debug(details, `source is still down: ${message}`)
    },

    /**
     * What a collector has thrown, thrown again. The message of a foreign error may quote data, so it is for authors, at
     * `debug`; what `fetch` throws is never logged, as it may hold a URL or a header.
     */
    thrown(error: unknown): never {
      if (error instanceof Error && !(error instanceof Failure)) log.debug(`collect has thrown: ${error.message}`)
      throw error
    },

    withdrawn(before: SourceState): void {
      if (before.snapshot === undefined) return
      log.warn({ series: before.snapshot.series }, 'data is older than the maximum age (MAX_AGE) and is withdrawn')
    },

    /** A turn is over. `nextIn`: milliseconds until the next one, where there is one. */
    ended({ lastFailure, lastDuration, snapshot }: SourceState, nextIn: number | undefined): void {
      const durationMs = lastDuration === undefined ? undefined : Math.round(lastDuration)
      const details = { durationMs, series: snapshot?.series ?? 0 }
      const outcome = lastFailure === undefined ? 'refreshed' : 'refresh failed'
      log.debug(nextIn === undefined ? details : { ...details, nextInMs: Math.round(nextIn) }, outcome)
    },

    notUsed(age: number): void {
      log.debug({ ageSeconds: Math.round(age / 1000) }, 'the stored snapshot is not used, as it is too old or too new')
    }
  }
}

/** When they change. */
function logLeftOut(log: FastifyBaseLogger, before: LeftOut | undefined, after: LeftOut | undefined): void {
  const [had, has] = [before?.families ?? [], after?.families ?? []]
  if (had.join() === has.join()) return
  if (has.length === 0) log.info('all families fit into series_limit again')
  else {
    log.warn(
      { families: has, series: after?.series },
      'the account has more series than series_limit, so its biggest families are left out'
    )
  }
}

/** When they change: the same parts may fail at every refresh. */
function logParts(log: FastifyBaseLogger, before: readonly Failure[], after: readonly Failure[]): void {
  const text = (parts: readonly Failure[]) => parts.map(({ message }) => message).join('\n')
  if (text(before) === text(after)) return
  for (const { reason, message } of after) log.warn({ reason }, `a part of the refresh failed: ${message}`)
  if (after.length === 0) log.info('all parts of the refresh succeed again')
}
