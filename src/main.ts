#!/usr/bin/env node
/** The bin: parses the command line and runs one command. */
import { Command, CommanderError } from 'commander'
import { providers } from '../providers/index.ts'
import { collect } from './cli/collect.ts'
import { demo } from './cli/demo.ts'
import { readEnvironment } from './cli/environment.ts'
import { push } from './cli/push.ts'
import { serve } from './cli/serve.ts'
import { addSettingOptions, allFlags, collectorFlags, settingsOfFlags } from './cli/settings-options.ts'
import type { Settings } from './contract.ts'
import { pushFlags } from './push-config.ts'
import { SettingsError } from './settings.ts'
import { version } from './version.ts'

/** Exit codes: 1 for what fails at run time, 2 for what the user has to mend in settings or flags. */
const runTimeFault = 1
const settingsFault = 2

function createProgram(): Command {
  const program = new Command('edge-exporter')
    .description('Prometheus exporter for the services that watch and carry a site from outside.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help')
    .configureOutput({ outputError: (text, write) => write(`${oneLine(text)}\n`) })
    .enablePositionalOptions()
    .allowExcessArguments()
    .exitOverride()

  const subcommand = (name: string, description: string) =>
    program.command(name).description(description).helpOption('-h, --help', 'print help').allowExcessArguments(false)

  for (const command of [program, subcommand('serve', 'serve the metrics; what happens without a command')]) {
    addSettingOptions(command, providers).action(async () => {
      const [unknown] = command.args
      if (unknown !== undefined) command.error(`error: unknown command '${unknown}'; see edge-exporter --help`)
      await serve({ providers, flags: settingsOfFlags(command, providers), env: readEnvironment() })
    })
  }

  const pushCommand = subcommand('push', 'collect and push to a Pushgateway, once or with --interval')
    .option('--replace', 'replace the whole group (PUT) in place of the families that are pushed (POST)')
    .option('--delete-on-exit', 'delete the group at the end; what happens with --interval')
    .option('--no-delete-on-exit', 'leave the group at the end; what happens without --interval')
  const flagsOfPush = [...pushFlags, ...collectorFlags(providers)]
  addSettingOptions(pushCommand, providers, flagsOfPush).action(async () => {
    const flags = { ...settingsOfFlags(pushCommand, providers, flagsOfPush), ...switchesOf(pushCommand) }
    const isDone = await push({ providers, flags, env: readEnvironment() })
    if (!isDone) process.exitCode = runTimeFault
  })

  const collectCommand = subcommand('collect', 'collect once, print the metrics and exit')
  collectCommand.option('--output <file>', 'write to a file, whole or not at all, in place of standard output')
  addSettingOptions(collectCommand, providers, collectorFlags(providers)).action(async () => {
    const flags = settingsOfFlags(collectCommand, providers, collectorFlags(providers))
    const isDone = await collect({
      providers,
      flags,
      env: readEnvironment(),
      ...collectCommand.opts<{ output?: string }>()
    })
    if (!isDone) process.exitCode = runTimeFault
  })

  const demoCommand = subcommand('demo', 'serve simulated metrics, without any account')
  addSettingOptions(demoCommand, providers).action(async () => {
    const write = (text: string) => process.stdout.write(text)
    await demo({ providers, flags: settingsOfFlags(demoCommand, providers), env: readEnvironment(), write })
  })
  return program
}

/** Commander's text without what follows an equals sign, as that may be a secret given as if it were a flag. */
function oneLine(text: string): string {
  return text
    .replace(/^error: /, 'edge-exporter: ')
    .replace(/^(.*: unknown [^=]*)=.*$/s, "$1=...'")
    .replace(/^(.*: too many [^=]*)=.*$/s, '$1=...')
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

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : settingsFault
  if (error instanceof SettingsError) {
    const lines = error.faults.map(({ setting, message }) => `edge-exporter: ${withFlag(setting)}: ${message}\n`)
    process.stderr.write(lines.join(''))
    return settingsFault
  }
  process.stderr.write(`edge-exporter: ${explain(error)}\n`)
  return runTimeFault
}

/** A setting as both ways to give it, where there are two. */
function withFlag(setting: string): string {
  const flag = [...allFlags(providers), ...pushFlags].find((candidate) => candidate.setting === setting)
  return flag === undefined ? setting : `${setting} (${flag.flags.split(' ')[0]})`
}

function explain(error: unknown): string {
  const { code, message, port, address } = error as NodeJS.ErrnoException & { port?: number; address?: string }
  const where = address?.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
  if (code === 'EADDRINUSE') return `the address ${where} is in use; choose another with --web.listen-address`
  if (code === 'EACCES' && port !== undefined)
    return `no permission to listen on ${where}; choose a port above 1023 with --web.listen-address`
  if (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `cannot listen there (${code}); check --web.listen-address`
  return message
}

// The program's timers do not keep it alive, so that they never delay its end; while a command works, this one does.
const alive = setInterval(() => {}, 2 ** 30)
try {
  await createProgram().parseAsync()
} catch (error) {
  process.exitCode = report(error)
} finally {
  clearInterval(alive)
}
