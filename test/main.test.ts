import t from 'tap'
import { providers } from '../providers/index.ts'
import { createProgram } from '../src/cli/program.ts'
import { version } from '../src/version.ts'
import { credentials } from './app/fake-account.ts'
import { run, start } from './support/program.ts'

t.jobs = 2

t.test('--help shows every flag with its setting and default, and every command', { buffered: true }, async (t) => {
  const { code, stdout, stderr } = await run(t, ['--help'])
  t.equal(code, 0)
  t.equal(stderr, '')
  const text = stdout.replaceAll(/\s+/g, ' ')
  t.match(text, /^Usage: edge-exporter \[options\] \[command\]/)
  for (const [flag, fallback, setting] of [
    ['--site24x7-endpoint <host>', 'site24x7.com', 'SITE24X7_ENDPOINT'],
    ['--web.listen-address <address>', ':9803', 'LISTEN_ADDRESS'],
    ['--web.telemetry-path <path>', '/metrics', 'TELEMETRY_PATH'],
    ['--web.geolocation-path <path>', '/geolocation', 'GEOLOCATION_PATH'],
    ['--log.level <level>', 'info', 'LOG_LEVEL']
  ] as const) {
    t.ok(text.includes(flag), flag)
    t.ok(text.includes(`default: ${fallback}; env: ${setting})`), setting)
  }
  for (const command of ['serve', 'check', 'plan', 'push', 'collect', 'locations', 'demo', 'site24x7', 'help'])
    t.match(text, new RegExp(` ${command} (\\[|commands for)`))
})

t.test('-V prints the version', { buffered: true }, async (t) => {
  t.match(await run(t, ['-V']), {
    code: 0,
    stdout: new RegExp(
      `^edge-exporter, version ${version} \\(revision: .*\\)\n  build date: .*\n  node version: +v\\d.*\n  platform: +\\w+/\\w+\n$`
    ),
    stderr: /^$/
  })
})

t.test('help of a command', { buffered: true }, async (t) => {
  const { code, stdout } = await run(t, ['help', 'serve'])
  t.equal(code, 0)
  t.match(stdout, /^Usage: edge-exporter serve \[options\]/)
  t.match(stdout, '--web.listen-address')
})

t.test('every command has its help with an example', { buffered: true }, async (t) => {
  const program = createProgram(providers)
  // What scripts of shells ask is hidden.
  const visible = program.createHelp().visibleCommands(program)
  const leaves = visible.flatMap((command) => (command.commands.length > 0 ? command.commands : [command]))
  t.ok(leaves.length > 5)
  for (const command of [program, ...leaves]) {
    const group = command.parent === null || command.parent === program ? [] : [command.parent.name()]
    const path = command === program ? [] : [...group, command.name()]
    const usual = `^ {2}(?:\\w+=\\S+ )*${['edge-exporter', ...path].join(' ')}\\b`
    const parts: string[] = []
    command.configureOutput({ writeOut: (part) => void parts.push(part) }).outputHelp()
    const [, examples = ''] = parts.join('').split('\nExamples:\n')
    t.match(examples, new RegExp(usual, 'm'), path.join(' '))
  }
})

t.test('a reader who has enough ends a command without a fault', { buffered: true }, async (t) => {
  const { child, ended } = start(t, ['help', 'plan'])
  child.stdout?.destroy()
  t.match(await ended, { stderr: '', code: 0 })
})

/** What the user has to mend: a line each on standard error, and exit code 2. */
const mistakes: [what: string, args: string[], env: Record<string, string>, ...lines: RegExp[]][] = [
  [
    'an unknown flag',
    ['--log.levl', 'debug'],
    credentials,
    /^unknown option '--log\.levl' \(Did you mean --log\.level\?\)$/
  ],
  [
    'a secret as an unknown flag',
    ['--zoho-client-secret=hunter2'],
    {},
    /^unknown option '--zoho-client-secret=\.\.\.'$/
  ],
  ['an unknown command', ['sevre'], credentials, /^unknown command 'sevre'; see edge-exporter --help$/],
  ['help of an unknown command', ['help', 'sevre'], {}, /^unknown command 'sevre'; see edge-exporter --help$/],
  ['a setting as a command', ['PASS=hunter2'], credentials, /^unknown command 'PASS=\.\.\.'$/],
  ['a URL as a command', ['http://u:hunter2@h'], {}, /^unknown command 'http:\/\/h'; see edge-exporter --help$/],
  [
    'words too many',
    ['serve', 'http://u:hunter2@h', 'hunter2'],
    credentials,
    /^too many arguments for 'serve'\. Expected 0 arguments but got 2$/
  ],
  ['nothing to do', [], {}, /^credentials: no provider is enabled; set ZOHO_CLIENT_ID, /],
  [
    'settings, by flag before and after the command and by variable',
    ['--log.level=loud', 'serve', '--site24x7-endpoint', 'site24x7.us'],
    {
      ZOHO_CLIENT_ID: 'sentinel-client-id',
      ZOHO_CLIENT_SECRET_FILE: '/hunter2',
      SITE24X7_TTL: '60',
      HTTPS_PROXY: 'http://u:hunter2@h:99999',
      CHINACACHE_API_URL: 'https://h/?key=hunter2',
      WEB_CONFIG_FILE: 'basic_auth_users:\n  alice: hunter2'
    },
    /^ZOHO_CLIENT_SECRET_FILE: cannot read the file of ZOHO_CLIENT_SECRET \(ENOENT\)$/,
    /^LOG_LEVEL \(--log\.level\): "loud" is not one of fatal, error, warn, info, debug, trace, silent$/,
    /^SITE24X7_ENDPOINT \(--site24x7-endpoint\): "site24x7\.us" is not one of site24x7\.com, /,
    /^SITE24X7_TTL: "60" is not valid; write it like 90s or 1h30m or 500ms$/,
    /^CHINACACHE_API_URL: the value is not valid; write it like https:\/\/host:443\/path$/,
    /^HTTPS_PROXY: is not a proxy URL; write it like http:/,
    /^ZOHO_REFRESH_TOKEN: is missing; Site24x7 needs ZOHO_/,
    /^WEB_CONFIG_FILE \(--web\.config\.file\): must be the path of a file, not its content$/
  ]
]

for (const [what, args, env, ...expected] of mistakes) {
  t.test(what, { buffered: true }, async (t) => {
    const { code, stdout, stderr } = await run(t, args, { env })
    t.equal(code, 2)
    t.equal(stdout, '')
    const lines = stderr.trimEnd().split('\n')
    t.equal(lines.length, expected.length)
    t.ok(lines.every((line) => line.startsWith('edge-exporter: ')))
    t.match(
      lines.map((line) => line.replace('edge-exporter: ', '')),
      expected
    )
    t.notMatch(stderr, /hunter2|sentinel/)
  })
}
