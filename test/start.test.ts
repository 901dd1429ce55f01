/** How the program starts, as a process. */
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import { fakeAccount } from './app/fake-account.ts'
import { start } from './support/program.ts'

t.test('a port that is taken is a fault of the run, and names the address and the flag', async (t) => {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const { port } = server.address() as AddressInfo
  const account = await fakeAccount(t)
  for (const args of [['serve'], ['demo']]) {
    const program = start(t, [...args, '--web.listen-address', `127.0.0.1:${port}`], { env: account.settings })
    const { code, stderr } = await program.ended
    t.equal(code, 1, args.join())
    t.equal(
      stderr,
      `edge-exporter: the address 127.0.0.1:${port} is in use; choose another with --web.listen-address\n`
    )
  }
})

t.test('.env in the working directory is read, below the environment', async (t) => {
  const account = await fakeAccount(t)
  const { ZOHO_REFRESH_TOKEN, ...others } = account.settings
  const text = Object.entries({
    ...others,
    LISTEN_ADDRESS: '127.0.0.1:0',
    TELEMETRY_PATH: '/from-file',
    LOG_LEVEL: 'silent'
  })
  const cwd = t.testdir({ '.env': text.map(([name, value]) => `${name}=${value}`).join('\n') })
  const env = { ZOHO_REFRESH_TOKEN: ZOHO_REFRESH_TOKEN as string, LOG_LEVEL: 'info' }
  const program = start(t, [], { cwd, env })
  const [, origin] = await program.printed(/Server listening at (http:[^"]+)"/)
  t.match(await (await fetch(`${origin}/from-file`)).text(), /^edge_exporter_source_up\{.*\} 1$/m)
})

t.test('serving loads no package that it does not need', async (t) => {
  const account = await fakeAccount(t)
  const folder = t.testdir({
    'list.mjs': `
      import { registerHooks } from 'node:module'
      const loaded = []
      registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) })
      process.on('exit', () => console.log(loaded.join('\\n')))
    `
  })
  const env = {
    ...account.settings,
    LISTEN_ADDRESS: '127.0.0.1:0',
    NODE_OPTIONS: `--import=${join(folder, 'list.mjs')}`
  }
  const program = start(t, [], { env, cwd: folder })
  const [, origin] = await program.printed(/Server listening at (http:[^"]+)"/)
  // The scrape waits for the first data, after which the program is ready.
  for (const path of ['/healthz', '/metrics', '/readyz']) t.equal((await fetch(`${origin}${path}`)).status, 200, path)
  program.child.kill('SIGTERM')
  const { stdout } = await program.ended
  const loaded = new Set(
    [...stdout.matchAll(/^file:.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//gm)].map(([, name]) => name)
  )
  t.ok(loaded.has('fastify') && loaded.has('typebox'), 'the list is one')
  const needless = [
    '@fastify/ajv-compiler',
    '@fastify/fast-json-stringify-compiler',
    'bcryptjs',
    'd3-geo',
    'ioredis',
    'pino-pretty',
    'piscina',
    'socks-proxy-agent',
    'topojson-client',
    'world-atlas',
    'yaml'
  ]
  t.strictSame(
    needless.filter((name) => loaded.has(name)),
    []
  )
  t.notMatch(stdout, /\/simulator\.ts$/m, 'nor a simulator')
  t.notMatch(stdout, /\/cli\/(check|collect|demo|locations|plan|push)\.ts$/m, 'nor another command')
})
