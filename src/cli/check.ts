/** `edge-exporter check`: whether the settings work, found out with few calls. */
import { PassThrough } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { buildCollector } from '../app.ts'
import type { Config, EnabledProvider } from '../config/config.ts'
import { describeSettings } from '../config/describe-settings.ts'
import { configuration } from '../config/file/configuration.ts'
import { unknownSettings } from '../config/unknown-settings.ts'
import { systemClock } from '../contract/clock.ts'
import type { AnyProvider, Finding, Settings } from '../contract/provider.ts'
import { type Fault, SettingsError } from '../contract/settings.ts'
import { probeProvider } from './check-provider.ts'
import { collecting, createLogger } from './output/log.ts'
import type { CommandTerminal } from './output/terminal.ts'
import { textTable } from './output/text-table.ts'
import { findingsOfWays, probeProxy, probePushgateway, probeStore, probeWeb } from './probes.ts'

export interface CheckOptions {
  readonly providers: readonly AnyProvider[]
  readonly flags: Settings
  readonly env: Settings
  /** The `.env` file that was read. */
  readonly envFile?: string | undefined
  /** What may not be meant, in that file. */
  readonly hints?: readonly Fault[]
  readonly terminal: CommandTerminal
  readonly json?: boolean | undefined
  /** Shows the settings in force, and asks nobody. */
  readonly printConfig?: boolean | undefined
}

export const checkExitCodes = { fine: 0, failed: 1, settings: 2 } as const

type Findings = Iterable<Finding> | AsyncIterable<Finding>

interface Section {
  readonly title: string
  readonly findings: Findings
}

/** Returns the exit code. */
export async function check(options: CheckOptions): Promise<number> {
  const { providers, flags, env, terminal, json, printConfig } = options
  const loaded = await load({ providers, flags, env })
  const hints = hintsOf(options)
  if ('findings' in loaded) {
    const findings = [...loaded.findings, ...hints]
    await report([{ title: 'Settings', findings }], terminal, json)
    if (!json) terminal.print(terminal.paint('bold', 'No API was called: fix the settings first.'))
    return checkExitCodes.settings
  }
  if (printConfig) {
    const settings = describeSettings(loaded)
    const rows = Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1))
    const table = textTable([{ title: 'setting' }, { title: 'in force' }], rows)
    terminal.print(json ? JSON.stringify(settings, undefined, 2) : table)
    return checkExitCodes.fine
  }
  const marked = await probeAll(loaded, hints, (sections) => report(sections, terminal, json))
  const failed = marked.filter(({ mark }) => mark === 'failed').length
  if (!json) {
    const verdict = failed === 0 ? 'Everything works.' : `${failed} of ${marked.length} failed.`
    terminal.print(terminal.paint('bold', verdict))
  }
  return failed === 0 ? checkExitCodes.fine : checkExitCodes.failed
}

/** What is no fault and may still not be what was meant. */
function hintsOf({ env, envFile, hints = [], providers }: CheckOptions): Finding[] {
  const told = [...hints, ...unknownSettings(env, providers)]
  const file: Finding[] = envFile === undefined ? [] : [{ name: '.env', mark: 'ok', message: `read from ${envFile}` }]
  return [...file, ...told.map(({ setting, message }): Finding => ({ name: setting, mark: 'warning', message }))]
}

async function load(
  sources: Pick<CheckOptions, 'providers' | 'flags' | 'env'>
): Promise<Config | { readonly findings: Finding[] }> {
  try {
    const config = await configuration(sources)
    probeWeb(config.web, systemClock.now())
    return config
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
    const findings = error.faults.map(({ setting, message }): Finding => ({ name: setting, mark: 'failed', message }))
    return { findings }
  }
}

/** Asks all at once. `show` gets the sections in their order, with findings as they come. */
async function probeAll<Result>(
  config: Config,
  hints: readonly Finding[],
  show: (sections: readonly Section[]) => Promise<Result>
): Promise<Result> {
  const complaints: string[] = []
  // The store is looked at by itself; what is in it must not take the place of real answers.
  const app = await buildCollector(
    { ...config, store: { kind: 'memory' } },
    // A person waits for it.
    { logger: createLogger('silent', process.stderr), background: false, retryDelay: 200 }
  )
  try {
    await app.ready()
    const signal = AbortSignal.timeout(60_000 * Math.max(1, config.providers.length / 10))
    const names = config.providers.map(titleOf).join(' and ')
    const settings: Finding = {
      name: 'settings',
      mark: 'ok',
      message: `valid; ${names} ${config.providers.length === 1 ? 'is' : 'are'} enabled`
    }
    // The accounts of a file one after the other, as many at once are a burst that providers throttle.
    let before: Promise<void> = Promise.resolve()
    const providers = config.providers.map((enabled) => {
      const { lines, ended } = begin(probeProvider(app, enabled, signal, before))
      if (enabled.account !== undefined) before = ended
      return { title: titleOf(enabled), findings: lines, ended }
    })
    const network = begin(probeNetwork(app, config, signal, Promise.all(providers.map(({ ended }) => ended))))
    const store = begin(
      one(
        probeStore({
          location: config.store,
          clock: systemClock,
          log: createLogger('warn', collecting(complaints)),
          complaints: () => complaints
        })
      )
    )
    return await show([
      { title: 'Settings', findings: [settings, ...hints] },
      ...providers,
      { title: 'Network', findings: network.lines },
      { title: 'This machine', findings: store.lines },
      { title: 'This machine', findings: probeWeb(config.web, systemClock.now()) }
    ])
  } finally {
    await app.close()
  }
}

function titleOf({ provider, account }: EnabledProvider): string {
  return account === undefined ? provider.title : `${provider.title} ${account.name}`
}

async function* one(finding: Promise<Finding>): AsyncGenerator<Finding> {
  yield await finding
}

/** Which way a host was asked is known when all have been. */
async function* probeNetwork(
  app: FastifyInstance,
  { proxy, push }: Config,
  signal: AbortSignal,
  asked: Promise<unknown>
): AsyncGenerator<Finding> {
  const gateway = probePushgateway({ push, ask: app.upstream.request, signal })
  yield* await probeProxy(proxy)
  await asked
  yield* findingsOfWays(proxy, app.upstream.waysTaken())
  yield* await gateway
}

/** Goes on by itself, whether its findings are read or not. */
function begin(findings: AsyncIterable<Finding>): { readonly lines: Findings; readonly ended: Promise<void> } {
  const lines = new PassThrough({ objectMode: true })
  const write = async () => {
    for await (const finding of findings) lines.write(finding)
    lines.end()
  }
  return { lines, ended: write().catch((error) => void lines.destroy(error)) }
}

const marks = { ok: ['✔', 'green'], warning: ['!', 'yellow'], failed: ['✘', 'red'] } as const

/** Prints each finding when it is known, or all as JSON at the end. Returns them. */
async function report(
  sections: readonly Section[],
  terminal: CommandTerminal,
  json: boolean | undefined
): Promise<Finding[]> {
  const reported: (Finding & { readonly area: string })[] = []
  for (const { title, findings } of sections) {
    const coming = Symbol.asyncIterator in findings ? findings[Symbol.asyncIterator]() : findings[Symbol.iterator]()
    for (;;) {
      const { done, value } = await terminal.progress('Asking', Promise.resolve(coming.next()))
      if (done) break
      if (!json) print(value, reported.at(-1)?.area === title ? undefined : title, terminal)
      reported.push({ area: title, ...value })
    }
  }
  const ok = reported.every(({ mark }) => mark !== 'failed')
  if (json) terminal.print(JSON.stringify({ ok, findings: reported }, undefined, 2))
  return reported
}

function print({ name, mark, message, remedy }: Finding, title: string | undefined, terminal: CommandTerminal): void {
  const [sign, colour] = marks[mark]
  if (title !== undefined) terminal.print(terminal.paint('bold', title))
  terminal.print(`  ${terminal.paint(colour, sign)} ${name}: ${message}`)
  if (remedy !== undefined) terminal.print(`      ${terminal.paint('gray', `→ ${remedy}`)}`)
}
