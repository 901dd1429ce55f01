/**
 * The command line: every command with its flags, what it does, and an example. A command's module is loaded when the
 * command runs, so that none of them waits for what another one needs.
 */
import { Command, Option } from 'commander'
import type { ConfigSources } from '../config/config.ts'
import { pushFlags } from '../config/push-settings.ts'
import type { AnyProvider, ProviderCommand, Settings } from '../contract/provider.ts'
import { versionText } from '../version.ts'
import { addCompletion } from './completion/index.ts'
import { readEnvironment } from './environment.ts'
import { addHelp, oneLine } from './program-help.ts'
import { addSettingOptions, collectorFlags, settingsOfFlags } from './settings-options.ts'
import {
  type Build,
  createCommandTerminal,
  fail,
  name,
  outputWithEnd,
  settingsFault,
  subcommand,
  withExamples,
  withProviderFlag
} from './subcommand.ts'

export function createProgram(providers: readonly AnyProvider[]): Command {
  const program = new Command(name)
    .description('Prometheus exporter for the services that watch and carry a site from outside.')
    .version(versionText, '-V, --version', 'print version, revision, build date, Node.js and platform')
    .helpOption('-h, --help', 'print help')
    .helpCommand(false)
    .configureOutput({
      writeOut: (text) => void outputWithEnd().write(text),
      outputError: (text, write) => write(`${oneLine(text)}\n`)
    })
    .enablePositionalOptions()
    .allowExcessArguments()
    .exitOverride()

  const build = { program, providers }
  addServe(build)
  addCheck(build)
  addPlan(build)
  addPush(build)
  addCollect(build)
  addLocations(build)
  addDemo(build)
  for (const provider of providers) addProviderCommands(build, provider)
  addHelp(build)
  addCompletion(build)
  return program
}

function addServe({ program, providers }: Build): void {
  const examples = ['', '--web.listen-address 127.0.0.1:9803 --log.level debug']
  withExamples(withProviderFlag(program), [name, `${name} check`, `${name} demo`])
  for (const command of [program, subcommand(program, 'serve', 'serve the metrics (the default command)', examples)]) {
    command.option('--config.check', 'check settings and configuration file, ask nobody, and exit')
    addSettingOptions(command, providers).action(async () => {
      const [unknown] = command.args
      if (unknown !== undefined) command.error(`error: unknown command '${unknown}'; see edge-exporter --help`)
      const given = { providers, flags: settingsOfFlags(command, providers), ...readEnvironment() }
      if (command.optsWithGlobals()['config.check'] === true) {
        outputWithEnd().write(await checked(given))
        return
      }
      const { serve } = await import('./serve.ts')
      await serve(given)
    })
  }
}

/** Says that all of it is good. Throws a `SettingsError` with each fault. */
async function checked(sources: ConfigSources): Promise<string> {
  const { configuration } = await import('../config/file/configuration.ts')
  const { providers } = await configuration(sources)
  return `settings and configuration are good: ${providers.length === 1 ? '1 account' : `${providers.length} accounts`}\n`
}

function addCheck({ program, providers }: Build): void {
  const description = 'test settings, credentials, proxy, store, Pushgateway and certificate'
  const replaced = providers.flatMap(({ replaces }) => (replaces?.migration === undefined ? [] : [replaces.name]))
  const [first] = replaced
  const examples = ['', '--json', '--print-config', ...(first === undefined ? [] : [`--from ${first}`])]
  const command = subcommand(program, 'check', description, examples)
    .argument('[arguments...]', 'with --from, after --: the arguments of the old program')
    .option('--json', 'print JSON')
    .option('--print-config', 'print the settings in force, without secrets, and make no API call')
    .addOption(new Option('--from <exporter>', 'tell what becomes of a deployment of it here').choices(replaced))
    .option('--manifest <file>', 'with --from: its Kubernetes manifest or compose file; prints the values for Helm')
  addSettingOptions(command, providers).action(async () => {
    const given = command.opts<{ json?: boolean; printConfig?: boolean; from?: string; manifest?: string }>()
    const { from, manifest, ...options } = given
    const flags = settingsOfFlags(command, providers)
    const terminal = createCommandTerminal()
    if (from !== undefined) {
      const { checkFrom } = await import('./check-from.ts')
      const { env } = readEnvironment()
      const isFine = await checkFrom({ providers, from, args: command.args, env, manifest, terminal, json: given.json })
      if (!isFine) process.exitCode = settingsFault
      return
    }
    if (manifest !== undefined || command.args.length > 0) command.error('error: --manifest and arguments need --from')
    const { check } = await import('./check.ts')
    process.exitCode = await check({ providers, flags, ...readEnvironment(), terminal, ...options })
  })
}

function addPlan({ program, providers }: Build): void {
  const sized = providers.flatMap((provider, i) => {
    const { name: providerName, title, size } = provider
    if (size === undefined) return []
    const isTaken = providers.slice(0, i).some((other) => other.size?.noun === size.noun)
    const flag = `--${isTaken ? `${providerName}-` : ''}${size.noun}`
    const otherwise = size.setting === undefined ? `${size.usual}` : `as in ${size.setting}, else ${size.usual}`
    const description = `how many ${size.noun} of ${title} to plan for (default: ${otherwise})`
    return [{ provider, flag, option: new Option(`${flag} <number>`, description) }]
  })
  const [first] = sized
  const examples = ['', ...(first === undefined ? [] : [`${first.flag} 250`]), '--live --json']
  const description = 'estimate API calls, intervals, series and memory, without an API call'
  const command = subcommand(program, 'plan', description, examples)
    .option('--json', 'print JSON')
    .option('--live', 'call the real APIs once instead of a simulation')
  for (const { option } of sized) command.addOption(option)
  addSettingOptions(command, providers, collectorFlags(providers)).action(async () => {
    const { plan, readCount } = await import('./plan.ts')
    const given = command.opts<Record<string, string | undefined>>()
    const counts = sized.map(({ provider, flag, option }) => [
      provider.name,
      readCount(flag, given[option.attributeName()])
    ])
    const isWithin = await plan({
      providers,
      flags: settingsOfFlags(command, providers, collectorFlags(providers)),
      ...readEnvironment(),
      terminal: createCommandTerminal(),
      counts: Object.fromEntries(counts),
      ...command.opts<{ json?: boolean; live?: boolean }>()
    })
    fail(isWithin)
  })
}

function addPush({ program, providers }: Build): void {
  const gateway = { PUSHGATEWAY: 'http://127.0.0.1:9091' }
  const examples = ['', '--interval 5m --job edge']
  const command = subcommand(
    program,
    'push',
    'collect and push to a Pushgateway, once or with --interval',
    examples,
    gateway
  )
    .option('--replace', 'replace the whole group (PUT) instead of the families that are pushed (POST)')
    .option('--delete-on-exit', 'delete the group at the end')
    .option('--no-delete-on-exit', 'leave the group at the end, as another pusher may go on with it; the default')
  const flags = [...pushFlags, ...collectorFlags(providers)]
  addSettingOptions(command, providers, flags).action(async () => {
    const { push } = await import('./push.ts')
    const given = { ...settingsOfFlags(command, providers, flags), ...switchesOf(command) }
    fail(await push({ providers, flags: given, ...readEnvironment() }))
  })
}

function addCollect({ program, providers }: Build): void {
  const examples = ['', '--output /var/lib/node_exporter/textfile/edge.prom']
  const command = subcommand(program, 'collect', 'collect once, print the metrics and exit', examples)
  command.option('--output <file>', 'write to a file, whole or not at all, instead of standard output')
  addSettingOptions(command, providers, collectorFlags(providers)).action(async () => {
    const { collect } = await import('./collect.ts')
    const flags = settingsOfFlags(command, providers, collectorFlags(providers))
    fail(await collect({ providers, flags, ...readEnvironment(), ...command.opts<{ output?: string }>() }))
  })
}

function addLocations({ program, providers }: Build): void {
  const command = subcommand(program, 'locations', 'list the locations in the data with their coordinates', [
    '',
    '--known --json'
  ])
    .option('--json', 'print JSON')
    .option('--known', 'list the known locations, without an API call')
  addSettingOptions(command, providers, collectorFlags(providers)).action(async () => {
    const { locations } = await import('./locations.ts')
    const flags = settingsOfFlags(command, providers, collectorFlags(providers))
    const options = command.opts<{ json?: boolean; known?: boolean }>()
    fail(await locations({ providers, flags, ...readEnvironment(), terminal: createCommandTerminal(), ...options }))
  })
}

function addDemo({ program, providers }: Build): void {
  const examples = ['', '--web.listen-address 127.0.0.1:8080']
  const command = subcommand(program, 'demo', 'serve simulated metrics, without any account', examples)
  addSettingOptions(command, providers).action(async () => {
    const { demo } = await import('./demo.ts')
    const write = (text: string) => process.stdout.write(text)
    await demo({ providers, flags: settingsOfFlags(command, providers), ...readEnvironment(), write })
  })
}

function addProviderCommands({ program }: Build, provider: AnyProvider): void {
  const { name, title, commands = [] } = provider
  if (commands.length === 0) return
  const group = program
    .command(name)
    .description(`commands for ${title}`)
    .helpOption('-h, --help', 'print help')
    .helpCommand(false)
  for (const each of commands) addProviderCommand(group, provider, each)
}

function addProviderCommand(group: Command, provider: AnyProvider, each: ProviderCommand): void {
  const command = subcommand(group, each.name, each.description, [each.example]).option(
    '--output <file>',
    'write to a file that only you can read, instead of standard output; other settings in a .env file stay'
  )
  for (const { flags, description, choices, default: value } of each.options) {
    const option = new Option(flags, description)
    if (choices !== undefined) option.choices([...choices])
    if (value !== undefined) option.default(value)
    command.addOption(option)
  }
  command.action(async () => {
    const { runProviderCommand } = await import('./provider-command/run-provider-command.ts')
    const { output, ...options } = command.opts<Record<string, string | undefined>>()
    const terminal = createCommandTerminal()
    fail(await runProviderCommand({ provider, command: each, options, ...readEnvironment(), terminal, output }))
  })
}

/** The switches of `push` as settings. */
function switchesOf(command: Command): Settings {
  const { replace, deleteOnExit } = command.opts<{ replace?: boolean; deleteOnExit?: boolean }>()
  return {
    ...(replace === true ? { PUSH_METHOD: 'put' } : {}),
    ...(deleteOnExit === undefined ? {} : { PUSH_DELETE_ON_EXIT: String(deleteOnExit) })
  }
}
