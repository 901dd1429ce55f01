import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { runProviderCommand } from '../../../src/cli/provider-command/run-provider-command.ts'
import type { CommandContext, ProviderCommand } from '../../../src/contract/provider.ts'
import { fakeTerminal } from '../../support/fake-terminal.ts'
import { type MadeUpConfig, madeUpProvider } from '../../support/made-up-provider.ts'
import { start } from '../../support/program.ts'

const provider = madeUpProvider()

function commandThat(run: (context: CommandContext<MadeUpConfig>) => Promise<boolean>): ProviderCommand {
  return { name: 'do', description: 'Does.', example: '', options: [], run: run as ProviderCommand['run'] }
}

t.test('a command has the configuration as serving has it, secrets from files too', async (t) => {
  const folder = t.testdir({ key: ' key-from-a-file\n' })
  const seen: unknown[] = []
  const command = commandThat(async ({ config }) => {
    const { settings, secrets } = config()
    seen.push(secrets.ACME_KEY?.read(), settings.ACME_SITE, settings.ACME_TTL)
    return true
  })
  const env = { ACME_KEY_FILE: join(folder, 'key'), ACME_PASS: 'pass', ACME_SITE: 'shop' }
  t.equal(await runProviderCommand({ provider, command, options: {}, env, terminal: fakeTerminal() }), true)
  t.strictSame(seen, ['key-from-a-file', 'shop', '60s'])

  writeFileSync(join(folder, 'key'), '')
  await t.rejects(runProviderCommand({ provider, command, options: {}, env, terminal: fakeTerminal() }), {
    message: /ACME_KEY_FILE: the file of ACME_KEY is empty/
  })
})

t.test('a command that does not ask for it runs without a whole configuration', async (t) => {
  const command = commandThat(async ({ settings }) => settings.ACME_SITE === 'shop')
  const env = { ACME_SITE: 'shop' }
  t.equal(await runProviderCommand({ provider, command, options: {}, env, terminal: fakeTerminal() }), true)
})

t.test('its signal aborts, and it may end in its own way, or is called off', async (t) => {
  const stop = new AbortController()
  const given = { provider, options: {}, env: {}, terminal: fakeTerminal(), signal: stop.signal }
  const begun = Promise.withResolvers<void>()
  const heeds = commandThat(({ signal }) => {
    begun.resolve()
    return new Promise((done) => signal.addEventListener('abort', () => done(false)))
  })
  const heeding = runProviderCommand({ ...given, command: heeds })
  const deaf = runProviderCommand({ ...given, command: commandThat(() => new Promise(() => {})) })
  const calledOff = t.rejects(deaf, { message: 'called off, as the program was told to stop' })
  await begun.promise
  stop.abort()
  t.equal(await heeding, false)
  await calledOff
})

t.test('SIGTERM ends a command', async (t) => {
  const folder = t.testdir({
    'p.ts': `
        import { Fastify, type Provider, Type } from 'edge-exporter'
        const provider: Provider = {
          name: 'waiting', title: 'Waiting', settings: Type.Object({ WAITING_KEY: Type.String({ description: 'Key' }) }),
          secrets: ['WAITING_KEY'], credentials: ['WAITING_KEY'], places: [], pushJob: 'waiting',
          configure: () => ({}), plugin: async () => {},
          simulator: async () => ({ app: Fastify(), settings: () => ({}) }),
          commands: [{
            name: 'wait', description: 'Waits.', example: '', options: [],
            run: ({ signal, terminal }) => new Promise((done) => {
              const alive = setInterval(() => {}, 1000)
              signal.addEventListener('abort', () => { clearInterval(alive); terminal.print('put away'); done(true) })
              terminal.print('waiting')
            })
          }]
        }
        export default provider`
  })
  const program = start(t, ['--provider', './p.ts', 'waiting', 'wait'], { cwd: folder })
  await program.printed(/waiting/)
  program.child.kill('SIGTERM')
  const { code, stdout } = await program.ended
  t.equal(code, 0)
  t.match(stdout, /put away/)
})
