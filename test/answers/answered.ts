/** A provider's own code from the answer to the exposition, without the network, fast enough for many answers. */

import assert from 'node:assert/strict'
import Fastify, { type FastifyBaseLogger } from 'fastify'
import fp from 'fastify-plugin'
import snapshots from '../../plugins/snapshots/index.ts'
import store from '../../plugins/store/index.ts'
import { createCallCounter } from '../../plugins/upstream/call-counter.ts'
import { providers } from '../../providers/index.ts'
import { loadConfig } from '../../src/config/config.ts'
import { pluginOf } from '../../src/config/providers/provider-plugin.ts'
import type { AnyProvider } from '../../src/contract/provider.ts'
import type { Ask } from '../../src/contract/upstream.ts'
import { end, type Format } from '../../src/exposition/exposition.ts'
import { logSink } from '../support/log-sink.ts'
import { manualClock } from '../support/manual-clock.ts'
import { type Exposition, parseExposition } from '../support/parse-exposition.ts'
import { type Json, shortened } from './changes.ts'

export interface Answered {
  /** What the simulator answers: one or more of each endpoint. */
  readonly originals: Readonly<Record<string, readonly Json[]>>
  /** A refresh of every source, in which the endpoint gives this text, and all others what they should. */
  refresh(endpoint?: string, text?: string): Promise<void>
  /** What a scraper would be sent now. */
  text(format: Format): Promise<string>
  /** Sources whose last refresh failed, as a whole or in part. */
  incomplete(): string[]
  /** Failures of the class of a bug so far. */
  bugs(): number
  close(): Promise<void>
}

/** Items that the lists of the originals have at most. */
const items = 3

/** `size` is that of the provider's simulator. */
export async function createAnswered(provider: AnyProvider, size: number): Promise<Answered> {
  const hands = manualClock()
  // With each refresh an hour is over, so no pause and no token lasts; the windows that are asked for stay the same.
  let elapsed = 0
  const clock = { now: hands.now, elapsed: () => elapsed, after: () => () => {} }
  const simulator = await provider.simulator({ clock: hands, size, seed: 3 })
  const originals: Record<string, Json[]> = {}
  const known = new Map<string, string>()
  let wrong: { readonly endpoint: string | undefined; readonly text: string | undefined } | undefined

  const original: Ask = async ({ method, url, headers, form }) => {
    const type = form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }
    const { statusCode, body } = await simulator.app.inject({
      method,
      url: url.pathname + url.search,
      headers: { ...headers, ...type },
      payload: new URLSearchParams(form).toString()
    })
    return { status: statusCode, headers: {}, body: Buffer.from(body) }
  }

  const ask: Ask = async (request) => {
    const { endpoint, url } = request
    let body = known.get(url.href)
    if (body === undefined) {
      const answer = shortened(JSON.parse((await original(request)).body.toString()), items)
      originals[endpoint] = [...(originals[endpoint] ?? []), answer]
      body = JSON.stringify(answer)
      known.set(url.href, body)
    }
    const text = endpoint === wrong?.endpoint ? wrong.text : body
    return { status: 200, headers: {}, body: Buffer.from(text ?? body) }
  }

  const env = { ...simulator.settings('http://simulator.invalid'), SITE24X7_DAILY_CALL_LIMIT: 'off' }
  const config = loadConfig({ providers, env })
  const app = Fastify({ loggerInstance: logSink('silent').log as FastifyBaseLogger })
  const upstream = { request: ask, tellRenewal() {}, paceCalls() {}, ...createCallCounter(clock) }
  await app.register(fp(async () => void app.decorate('upstream', upstream as never), { name: 'upstream' }))
  await app.register(store, { location: { kind: 'memory' }, clock })
  await app.register(snapshots, { clock, random: () => 0 })
  const own = config.providers.find((enabled) => enabled.provider === provider)
  await app.register(pluginOf(provider), { config: own?.config, clock })
  await app.ready()

  async function refresh(endpoint?: string, text?: string): Promise<void> {
    wrong = { endpoint, text }
    elapsed += 3_600_000
    await app.snapshots.refreshAll()
  }

  await refresh()
  return {
    originals,
    refresh,
    async text(format) {
      const parts = await Promise.all(app.snapshots.segments().map((segment) => segment.plain(format)))
      return Buffer.concat([...parts.flat(), Buffer.from(end(format))]).toString()
    },
    incomplete: () => app.snapshots.statuses().flatMap(({ source, complete }) => (complete ? [] : [source])),
    bugs: () => app.snapshots.statuses().reduce((sum, { failures }) => sum + failures.internal, 0),
    async close() {
      await app.close()
      await simulator.app.close()
    }
  }
}

/** Throws when the exposition is not sound: it parses, and no series comes twice. */
export async function readSoundly({ text }: Answered): Promise<Exposition> {
  return parseExposition(await text('text'), 'text')
}

/** Throws when OpenMetrics is not sound, or has not the same series. */
export async function compareFormats({ text }: Answered): Promise<void> {
  const series = async (format: 'text' | 'openmetrics') =>
    parseExposition(await text(format), format).families.map(({ samples }) => samples)
  assert.deepEqual(await series('openmetrics'), await series('text'))
}
