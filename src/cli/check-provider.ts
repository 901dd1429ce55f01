/** What `edge-exporter check` finds out about one provider, or about one account of the configuration file. */
import type { FastifyInstance } from 'fastify'
import { isWanted, keyOf, type SourceStatus } from '../../plugins/snapshots/index.ts'
import type { EnabledProvider } from '../config/config.ts'
import { keysOf } from '../config/file/file-schema.ts'
import { inKeys } from '../config/file/file-words.ts'
import { remedyFor } from '../contract/advice.ts'
import { systemClock } from '../contract/clock.ts'
import { toFailure } from '../contract/failure.ts'
import type { AnyProvider, Finding } from '../contract/provider.ts'

/** In the words of the file where the account is in one. */
export async function* probeProvider(
  app: FastifyInstance,
  enabled: EnabledProvider,
  signal: AbortSignal,
  before: Promise<void>
): AsyncGenerator<Finding> {
  await before
  const keys = enabled.account === undefined ? new Map<string, string>() : keysOf(enabled.provider)
  for await (const { message, remedy, ...finding } of findingsOf(app, enabled, signal)) {
    yield {
      ...finding,
      message: inKeys(keys, message),
      ...(remedy === undefined ? {} : { remedy: inKeys(keys, remedy) })
    }
  }
}

async function* findingsOf(
  app: FastifyInstance,
  { provider, config, account }: EnabledProvider,
  signal: AbortSignal
): AsyncGenerator<Finding> {
  const key = keyOf({ provider: provider.name, account: account?.name })
  try {
    if (provider.check !== undefined) {
      yield* provider.check({ config, ask: app.upstream.request, clock: systemClock, signal })
      return
    }
    await app.snapshots.refreshAll([key])
    const statuses = app.snapshots.statuses().filter((status) => isWanted(status, [key]))
    yield* statuses.map((status) => findingOf(status, provider))
  } catch (error) {
    const failure = toFailure(error)
    yield { name: provider.name, mark: 'failed', message: failure.message, remedy: remedyFor(failure, provider) }
  }
}

function findingOf({ source, snapshot, lastFailure, off, past }: SourceStatus, provider: AnyProvider): Finding {
  const name = source.replaceAll('_', ' ')
  if (off !== undefined) return { name, mark: 'warning', message: `off: ${off.message}` }
  if (lastFailure !== undefined) {
    return { name, mark: 'failed', message: lastFailure.message, remedy: remedyFor(lastFailure, provider) }
  }
  const [part] = past.failedParts
  if (part !== undefined) return { name, mark: 'failed', message: part.message, remedy: remedyFor(part, provider) }
  const { noun, states = [] } = snapshot?.overview ?? {}
  const series = `${snapshot?.series ?? 0} series`
  if (noun === undefined) return { name, mark: 'ok', message: series }
  const total = states.reduce((sum, { count }) => sum + count, 0)
  if (total > 0) return { name, mark: 'ok', message: `${total} ${noun}, ${series}` }
  return {
    name,
    mark: 'warning',
    message: `the account is reached, and has no ${noun}`,
    remedy: `Is it the right account? Its ${noun} turn up here as soon as it has some.`
  }
}
