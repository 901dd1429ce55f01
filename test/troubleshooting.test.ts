/** Each wrong step that the documents speak of is taken, and what the program then says is what they quote. */
import { readFileSync } from 'node:fs'
import t, { type Test } from 'tap'
import { troubleshootingPath } from '../docs/generate.ts'
import { providers } from '../providers/index.ts'
import { buildCollector } from '../src/app.ts'
import { loadConfig } from '../src/config/config.ts'
import type { SettingsError } from '../src/contract/settings.ts'
import { listenInFront } from './app/front.ts'
import { failNames, providerHost } from './app/names.ts'
import { identities } from './app/stage.ts'
import { simulate } from './cli/simulated.ts'
import { logSink } from './support/log-sink.ts'
import { run } from './support/program.ts'

type Simulated = Awaited<ReturnType<typeof simulate>>

interface Step {
  readonly what: string
  readonly only: 'site24x7' | 'chinacache'
  readonly settings?: Record<string, string>
  /** Switches the simulator over before anything is asked of it. */
  readonly fault?: readonly [endpoint: string, fault: string]
}

const closed = 'http://127.0.0.1:1'

const steps: readonly Step[] = [
  { what: 'a wrong client id, as in another data centre', only: 'site24x7', settings: { ZOHO_CLIENT_ID: 'other' } },
  { what: 'a wrong client secret', only: 'site24x7', settings: { ZOHO_CLIENT_SECRET: 'other' } },
  { what: 'a revoked token', only: 'site24x7', fault: ['token', 'revoked'] },
  { what: 'a missing scope', only: 'site24x7', fault: ['current_status', 'scope'] },
  { what: 'too many tokens', only: 'site24x7', fault: ['token', 'throttled'] },
  { what: 'a wrong password', only: 'chinacache', settings: { CHINACACHE_PASS: 'other' } },
  { what: 'a wrong channel', only: 'chinacache', settings: { CHINACACHE_CHANNEL_IDS: '99999' } },
  { what: 'no network', only: 'site24x7', settings: { ZOHO_ACCOUNTS_URL: `http://${providerHost}` } },
  {
    what: 'a proxy that is not there',
    only: 'site24x7',
    settings: { HTTP_PROXY: closed, ZOHO_ACCOUNTS_URL: 'http://provider.test' }
  },
  { what: 'a sign-in page of a proxy', only: 'site24x7', fault: ['current_status', 'html'] }
]

const rest = { site24x7: { CHINACACHE_ENABLED: 'false' }, chinacache: { SITE24X7_ENABLED: 'false' } }

/** What the log says of one refresh. */
async function logOf(t: Test, env: Record<string, string>): Promise<string[]> {
  const logs = logSink()
  const app = await buildCollector(loadConfig({ providers, env }), {
    logger: logs.log,
    background: false,
    retryDelay: 1
  })
  t.teardown(() => app.close())
  await app.snapshots.refreshAll()
  return logs.lines.map(({ msg }) => msg).filter((message) => message.startsWith('source is down: '))
}

async function take(t: Test, { settings, simulators }: Simulated, step: Step): Promise<string[]> {
  const { faults } = simulators[step.only] as Simulated['simulators'][string]
  if (step.fault !== undefined) faults.set(...step.fault)
  failNames('ENOTFOUND')
  t.teardown(() => failNames(undefined))
  const messages = await logOf(t, { ...settings, ...rest[step.only], ...step.settings })
  faults.clear()
  return messages
}

function faultsOf(env: Record<string, string>): string[] {
  try {
    loadConfig({ providers, env })
    return []
  } catch (error) {
    return (error as SettingsError).faults.map(({ message }) => message)
  }
}

/** The words that the document quotes, row by row, in pieces between which others may stand. */
const [, table = ''] = readFileSync(troubleshootingPath, 'utf8').split(/<!-- \/?troubleshooting -->/)
const rows = table
  .split('\n')
  .slice(3)
  .filter((line) => line.startsWith('|'))
  .map((line) => [...(line.split(' | ')[0] as string).matchAll(/`([^`]+)`/g)].map(([, words]) => words as string))

const quotedIn = (message: string) =>
  rows.filter((pieces) => {
    let at = 0
    return pieces.every((piece) => {
      const found = message.indexOf(piece, at)
      at = found + piece.length
      return found >= 0
    })
  })

t.test('each wrong step leads to a message that the document explains, and to no other row', async (t) => {
  const said: { readonly what: string; readonly messages: string[] }[] = []
  for (const step of steps) {
    said.push({ what: step.what, messages: await take(t, await simulate(t, { size: 1 }), step) })
  }

  const { settings } = await simulate(t, { size: 1 })
  const { port } = new URL(settings.SITE24X7_API_URL as string)
  const front = await listenInFront(t, Number(port), identities.selfSigned)
  const behind = { ...settings, ...rest.site24x7, SITE24X7_API_URL: `https://127.0.0.1:${front.port}/api` }
  said.push({ what: 'a proxy that opens TLS', messages: await logOf(t, behind) })

  const code = ['--data-centre', 'site24x7.com', '--client-id', settings.ZOHO_CLIENT_ID as string, '--code', 'expired']
  const refused = await run(t, ['site24x7', 'token', ...code], { env: settings })
  said.push({ what: 'an expired code', messages: [refused.stderr] })
  said.push({ what: 'no credentials', messages: faultsOf({}) })
  said.push({ what: 'a wrong data centre', messages: faultsOf({ ...settings, SITE24X7_ENDPOINT: 'site24x7.de' }) })
  const { stderr } = await run(t, ['--web.listen-address', `127.0.0.1:${port}`], { env: settings })
  said.push({ what: 'a port in use', messages: [stderr.replace(`127.0.0.1:${port}`, '[::]:9803')] })

  const explained = new Set<readonly string[]>()
  for (const { what, messages } of said) {
    t.ok(messages.length > 0, `${what}: something is said`)
    for (const message of messages) {
      const found = quotedIn(message)
      for (const row of found) explained.add(row)
      t.ok(found.length <= 1, `${what}: not more than one row explains "${message}"`)
    }
    t.ok(messages.flatMap(quotedIn).length > 0, `${what}: a row explains ${messages[0]}`)
  }
  t.strictSame(
    rows.filter((row) => !explained.has(row)),
    [],
    'every row was met'
  )
})

t.test('`check` prints what the document shows', async (t) => {
  const { settings, simulators } = await simulate(t, { size: 1 })
  simulators.site24x7?.faults.set('current_status', 'scope')
  const { code, stdout } = await run(t, ['check'], { env: { ...settings, ...rest.site24x7 } })
  const [, shown = ''] =
    /\$ npm start --silent -- check\n([\s\S]*?)```/.exec(readFileSync(troubleshootingPath, 'utf8')) ?? []
  t.match(shown, '✘ scope')
  const { host } = new URL(settings.ZOHO_ACCOUNTS_URL as string)
  t.match(stdout.replaceAll(host, 'accounts.zoho.com'), shown)
  t.equal(code, 1)
})
