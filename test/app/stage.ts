/** The whole program and a simulated provider, with everything between them that can fail. */
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import tls from 'node:tls'
import type { FastifyInstance } from 'fastify'
import type { Test } from 'tap'
import type { SourceStatus } from '../../plugins/snapshots/source-state.ts'
import { providers } from '../../providers/index.ts'
import { buildApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config/config.ts'
import { listenAsProxy } from '../support/local-proxy.ts'
import { type LogSink, logSink } from '../support/log-sink.ts'
import { type ManualClock, manualClock } from '../support/manual-clock.ts'
import type { FaultRow } from './fault-rows.ts'
import { type Front, type Identity, listenInFront } from './front.ts'
import { providerHost } from './names.ts'
import type { Subject, SwitchableSimulator } from './subjects.ts'

const read = (name: string) => readFileSync(new URL(`../fixtures/tls/${name}.pem`, import.meta.url), 'utf8')
const key = read('key')

/** What a server may show, all for the same key. */
export const identities = {
  good: { key, cert: read('good') },
  selfSigned: { key, cert: read('cert') },
  expired: { key, cert: read('expired') },
  wrongHost: { key, cert: read('wrong-host') }
} satisfies Record<string, Identity>

// It holds for the process, which is that of one test file.
tls.setDefaultCACertificates([read('ca')])

export interface Stage {
  readonly app: FastifyInstance
  readonly clock: ManualClock
  readonly logs: LogSink
  readonly simulator: SwitchableSimulator
  readonly subject: Subject
  /** Between the program, or its proxy, and what fails. */
  readonly front: Front
  /** Before the proxy, and the status with which it refuses. */
  readonly proxy: { readonly front: Front; refuse(status?: number): void } | undefined
  /** Attempts so far, by endpoint, as the program reports them. */
  readonly attempts: Readonly<Record<string, number>>
  /** Headers that the simulator was sent. */
  readonly seen: ReadonlySet<string>
  statuses(): readonly SourceStatus[]
  /** Turns the clock by `ms`, from one task to the next, and waits for what each one starts. */
  pass(ms: number): Promise<void>
  /** The same, until `isDone`, at most `ms`. Returns the milliseconds it took. */
  passUntil(isDone: () => boolean, ms: number): Promise<number>
  /** The provider's part of the answer to a scrape. */
  provided(): Promise<string>
}

/** Milliseconds after which an attempt is given up, where the row is about that. */
const shortTimeout = 150

/** With the first data. */
export async function setStage(t: Test, subject: Subject, row: Pick<FaultRow, 'via' | 'isSlow'>): Promise<Stage> {
  const { via = 'http', isSlow = false } = row
  const clock = manualClock()
  const simulator = await subject.simulator(clock)
  const seen = new Set<string>()
  simulator.app.server.on('request', ({ headers }) => seen.add(String(headers.authorization)))
  const direct = await simulator.app.listen({ host: '127.0.0.1', port: 0 })
  t.teardown(() => simulator.app.close())

  const isSecure = via === 'https' || via === 'https proxy'
  const { port } = simulator.app.server.address() as AddressInfo
  const front = await listenInFront(t, port, isSecure ? identities.good : undefined)
  const proxy = via.endsWith('proxy') ? await stageProxy(t) : undefined
  const scheme = isSecure ? 'https' : 'http'
  const env = {
    ...subject.settings(simulator, `${scheme}://${providerHost}:${front.port}`, direct),
    ...(proxy === undefined
      ? {}
      : {
          HTTP_PROXY: `http://127.0.0.1:${proxy.front.port}`,
          HTTPS_PROXY: `http://127.0.0.1:${proxy.front.port}`,
          NO_PROXY: '127.0.0.1'
        })
  }

  const logs = logSink()
  const app = await buildApp(loadConfig({ providers, env }), {
    logger: logs.log,
    clock,
    random: () => 0.5,
    retryDelay: 1,
    bodyLimit: 2 * 2 ** 20,
    ...(isSlow ? { attemptTimeout: shortTimeout } : {})
  })
  t.teardown(() => app.close())
  const attempts: Record<string, number> = {}
  app.upstream.events.on('attempt', ({ endpoint }) => {
    attempts[endpoint] = (attempts[endpoint] ?? 0) + 1
  })
  const statuses = () => app.snapshots.statuses()

  async function idle(patience: number): Promise<void> {
    const end = performance.now() + patience
    while (statuses().some(({ refreshing }) => refreshing) && performance.now() < end) await setTimeout(1)
  }

  /** What a task starts goes over real sockets, so it is real time that has to pass. */
  async function turn(ms: number): Promise<void> {
    await clock.advance(Math.min(clock.dueIn() ?? ms, ms))
    // The first refresh of a slow row has met the timeout of an attempt; the others meet that of a refresh.
    const isKnown = statuses().every(({ up }) => !up) && Object.keys(simulator.faults.active()).length > 0
    await idle(isSlow && isKnown ? 20 : 20_000)
  }

  async function passUntil(isDone: () => boolean, ms: number): Promise<number> {
    const start = clock.elapsed()
    while (!isDone() && clock.elapsed() < start + ms) await turn(start + ms - clock.elapsed())
    return clock.elapsed() - start
  }

  const stage: Stage = {
    app,
    clock,
    logs,
    simulator,
    subject,
    front,
    proxy,
    attempts,
    seen,
    statuses,
    pass: async (ms) => void (await passUntil(() => false, ms)),
    passUntil,
    async provided() {
      const { body } = await app.inject('/metrics')
      return body
        .split('\n')
        .filter((line) => subject.families.test(line))
        .join('\n')
    }
  }
  await app.ready()
  await idle(20_000)
  // With so short a timeout a machine that is busy may need a second refresh.
  await passUntil(() => statuses().every(({ up }) => up), 600_000)
  return stage
}

async function stageProxy(t: Test): Promise<NonNullable<Stage['proxy']>> {
  const { port, refuse } = await listenAsProxy(t)
  return { front: await listenInFront(t, port), refuse }
}
