/**
 * The command line: every command with its flags, what it does, and an example. A command's module is loaded when the
 * command runs, so that none of them waits for what another one needs.
 */
import tab from '@bomb.sh/tab/commander'
import { Command, Option } from 'commander'
import { pushFlags } from '../config/push-settings.ts'
import type { AnyProvider, ProviderCommand, Settings } from '../contract/provider.ts'
import { version } from '../version.ts'
import { readEnvironment } from './environment.ts'
import { addSettingOptions, collectorFlags, settingsOfFlags } from './settings-options.ts'
import { createTerminal } from './terminal.ts'

/** Exit codes: 1 for what fails at run time, 2 for what the user has to mend in settings or flags. */
export const runTimeFault = 1
export const settingsFault = 2

const name = 'edge-exporter'

export function createProgram(providers: readonly AnyProvider[]): Command {
  const program = new Command(name)
    .description('Prometheus exporter for the services that watch and carry a site from outside.')
    .version(version, '-V, --version', 'print the version')
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

interface Build {
  readonly program: Command
  readonly providers: readonly AnyProvider[]
}

function subcommand(parent: Command, title: string, description: string, examples: readonly string[]): Command {
  const command = parent
    .command(title)
    .description(description)
    .helpOption('-h, --help', 'print help')
    .allowExcessArguments(false)
  const path = parent.name() === name ? title : `${parent.name()} ${title}`
  return withExamples(
    withProviderFlag(command),
    examples.map((options) => `${name} ${path} ${options}`.trimEnd())
  )
}

function withExamples(command: Command, examples: readonly string[]): Command {
  return command.addHelpText('after', `\nExamples:\n${examples.map((example) => `  ${example}`).join('\n')}`)
}

/** Read before anything else; here it is only known. */
function withProviderFlag(command: Command): Command {
  return command.option(
    '--provider <path-or-package>',
    'load a provider that is not built in (repeatable)',
    (value: string, before: string[] = []) => [...before, value]
  )
}

function createCommandTerminal() {
  return createTerminal({ input: process.stdin, output: outputWithEnd(), error: process.stderr })
}

/** Standard output of a command whose reader may have enough before it is done, as `head` has. */
function outputWithEnd(): NodeJS.WriteStream {
  if (process.stdout.listenerCount('error') === 0) {
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
      process.exit()
    })
  }
  return process.stdout
}

function fail(isDone: boolean): void {
  if (!isDone) process.exitCode = runTimeFault
}

function addServe({ program, providers }: Build): void {
  const examples = ['', '--web.listen-address 127.0.0.1:9803 --log.level debug']
  withExamples(withProviderFlag(program), [name, `${name} check`, `${name} demo`])
  for (const command of [
    program,
    subcommand(program, 'serve', 'serve the metrics; what happens without a command', examples)
  ]) {
    addSettingOptions(command, providers).action(async () => {
      const [unknown] = command.args
      if (unknown !== undefined) command.error(`error: unknown command '${unknown}'; see edge-exporter --help`)
      const { serve } = await import('./serve.ts')
      await serve({ providers, flags: settingsOfFlags(command, providers), env: readEnvironment() })
    })
  }
}

function addCheck({ program, providers }: Build): void {
  const description = 'find out whether settings, credentials, proxy, store, Pushgateway and certificate work'
  const command = subcommand(program, 'check', description, ['', '--json', '--print-config'])
    .option('--json', 'print JSON')
    .option('--print-config', 'print the settings in force, without secrets, and ask nobody')
  addSettingOptions(command, providers).action(async () => {
    const { check } = await import('./check.ts')
    process.exitCode = await check({
      providers,
      flags: settingsOfFlags(command, providers),
      env: readEnvironment(),
      terminal: createCommandTerminal(),
      ...command.opts<{ json?: boolean; printConfig?: boolean }>()
    })
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
  const description = 'tell calls, intervals, series and memory to expect, without any call'
  const command = subcommand(program, 'plan', description, examples)
    .option('--json', 'print JSON')
    .option('--live', 'refresh each source once for real, in place of a simulation')
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
      env: readEnvironment(),
      terminal: createCommandTerminal(),
      counts: Object.fromEntries(counts),
      ...command.opts<{ json?: boolean; live?: boolean }>()
    })
    fail(isWithin)
  })
}

function addPush({ program, providers }: Build): void {
  const examples = ['--pushgateway http://127.0.0.1:9091', '--pushgateway http://127.0.0.1:9091 --interval 5m']
  const command = subcommand(program, 'push', 'collect and push to a Pushgateway, once or with --interval', examples)
    .option('--replace', 'replace the whole group (PUT) in place of the families that are pushed (POST)')
    .option('--delete-on-exit', 'delete the group at the end; what happens with --interval')
    .option('--no-delete-on-exit', 'leave the group at the end; what happens without --interval')
  const flags = [...pushFlags, ...collectorFlags(providers)]
  addSettingOptions(command, providers, flags).action(async () => {
    const { push } = await import('./push.ts')
    const given = { ...settingsOfFlags(command, providers, flags), ...switchesOf(command) }
    fail(await push({ providers, flags: given, env: readEnvironment() }))
  })
}

function addCollect({ program, providers }: Build): void {
  const examples = ['', '--output /var/lib/node_exporter/textfile/edge.prom']
  const command = subcommand(program, 'collect', 'collect once, print the metrics and exit', examples)
  command.option('--output <file>', 'write to a file, whole or not at all, in place of standard output')
  addSettingOptions(command, providers, collectorFlags(providers)).action(async () => {
    const { collect } = await import('./collect.ts')
    const flags = settingsOfFlags(command, providers, collectorFlags(providers))
    fail(await collect({ providers, flags, env: readEnvironment(), ...command.opts<{ output?: string }>() }))
  })
}

function addLocations({ program, providers }: Build): void {
  const command = subcommand(program, 'locations', 'list the places of the data with their coordinates', [
    '',
    '--known --json'
  ])
    .option('--json', 'print JSON')
    .option('--known', 'list the places that are known without asking anybody')
  addSettingOptions(command, providers, collectorFlags(providers)).action(async () => {
    const { locations } = await import('./locations.ts')
    const flags = settingsOfFlags(command, providers, collectorFlags(providers))
    const options = command.opts<{ json?: boolean; known?: boolean }>()
    fail(await locations({ providers, flags, env: readEnvironment(), terminal: createCommandTerminal(), ...options }))
  })
}

function addDemo({ program, providers }: Build): void {
  const examples = ['', '--web.listen-address 127.0.0.1:8080']
  const command = subcommand(program, 'demo', 'serve simulated metrics, without any account', examples)
  addSettingOptions(command, providers).action(async () => {
    const { demo } = await import('./demo.ts')
    const write = (text: string) => process.stdout.write(text)
    await demo({ providers, flags: settingsOfFlags(command, providers), env: readEnvironment(), write })
  })
}

/** Commander's own help of a command that there is not is the help of the program, without a word about the mistake. */
function addHelp({ program }: Build): void {
  const command = program.command('help [command...]').description('print help')
  command.helpOption('-h, --help', 'print help').action((path: readonly string[]) => {
    let found = program
    for (const part of path) {
      found =
        found.commands.find((candidate) => candidate.name() === part) ??
        command.error(`error: unknown command '${path.join(' ')}'; see ${name} --help`)
    }
    found.help()
  })
  withExamples(command, [`${name} help`, `${name} help serve`])
}

/** Last, as it looks at all commands there are. The scripts ask `edge-exporter complete -- ...`, which is hidden. */
function addCompletion({ program }: Build): void {
  tab(program, { completionCommandName: 'completion' })
  const command = program.commands.find((candidate) => candidate.name() === 'completion')
  command?.description('print the script by which a shell completes commands and flags')
  command?.helpOption('-h, --help', 'print help')
  if (command !== undefined) {
    withExamples(command, [
      `source <(${name} completion bash)`,
      `${name} completion zsh > ~/.zfunc/_${name}`,
      `${name} completion fish > ~/.config/fish/completions/${name}.fish`
    ])
  }
}

function addProviderCommands({ program }: Build, { name: provider, title, commands = [] }: AnyProvider): void {
  if (commands.length === 0) return
  const group = program
    .command(provider)
    .description(`commands for ${title}`)
    .helpOption('-h, --help', 'print help')
    .helpCommand(false)
  for (const each of commands) addProviderCommand(group, each)
}

function addProviderCommand(group: Command, each: ProviderCommand): void {
  const command = subcommand(group, each.name, each.description, [each.example])
  for (const { flags, description, choices, default: value } of each.options) {
    const option = new Option(flags, description)
    if (choices !== undefined) option.choices([...choices])
    if (value !== undefined) option.default(value)
    command.addOption(option)
  }
  command.action(async () => {
    const { runProviderCommand } = await import('./run-provider-command.ts')
    const options = command.opts<Record<string, string | undefined>>()
    fail(
      await runProviderCommand({ command: each, options, env: readEnvironment(), terminal: createCommandTerminal() })
    )
  })
}

/** Commander's text without what may be a secret given as if it were a flag: after an equals sign, an argument, a URL. */
function oneLine(text: string): string {
  return text
    .replace(/^error: /, 'edge-exporter: ')
    .replace(/^(.*: unknown [^=]*)=.*$/s, "$1=...'")
    .replace(/^(.*: too many .* but got \d+):.*$/s, '$1')
    .replace(/:\/\/.*@/s, '://')
    .trim()
    .replaceAll('\n', ' ')
}

/** The switches of `push` as settings. */
function switchesOf(command: Command): Settings {
  const { replace, deleteOnExit } = command.opts<{ replace?: boolean; deleteOnExit?: boolean }>()
  return {
    ...(replace === true ? { PUSH_METHOD: 'put' } : {}),
    ...(deleteOnExit === undefined ? {} : { PUSH_DELETE_ON_EXIT: String(deleteOnExit) })
  }
}
