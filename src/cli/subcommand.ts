/** What all commands of the command line have in common. */
import type { Command } from 'commander'
import type { AnyProvider } from '../contract/provider.ts'
import { createTerminal } from './output/terminal.ts'

/** The name of the program. */
export const name = 'edge-exporter'

/** Exit codes: 1 for what fails at run time, 2 for what the user has to mend in settings or flags. */
export const runTimeFault = 1
export const settingsFault = 2

export interface Build {
  readonly program: Command
  readonly providers: readonly AnyProvider[]
}

/** `settings`: what the examples need to have set, in the environment that each of them shows. */
export function subcommand(
  parent: Command,
  title: string,
  description: string,
  examples: readonly string[],
  settings: Readonly<Record<string, string>> = {}
): Command {
  const given = Object.entries(settings).map(([setting, value]) => `${setting}=${value} `)
  const command = parent
    .command(title)
    .description(description)
    .helpOption('-h, --help', 'print help')
    .allowExcessArguments(false)
  const path = parent.name() === name ? title : `${parent.name()} ${title}`
  return withExamples(
    withProviderFlag(command),
    examples.map((options) => `${given.join('')}${name} ${path} ${options}`.trimEnd())
  )
}

export function withExamples(command: Command, examples: readonly string[]): Command {
  return command.addHelpText('after', `\nExamples:\n${examples.map((example) => `  ${example}`).join('\n')}`)
}

/** Read before anything else; here it is only known. */
export function withProviderFlag(command: Command): Command {
  return command.option(
    '--provider <path-or-package>',
    'load a provider that is not built in (repeatable)',
    (value: string, before: string[] = []) => [...before, value]
  )
}

export function createCommandTerminal() {
  return createTerminal({ input: process.stdin, output: outputWithEnd(), error: process.stderr })
}

/** Standard output of a command whose reader may have enough before it is done, as `head` has. */
export function outputWithEnd(): NodeJS.WriteStream {
  if (process.stdout.listenerCount('error') === 0) {
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
      process.exit()
    })
  }
  return process.stdout
}

export function fail(isDone: boolean): void {
  if (!isDone) process.exitCode = runTimeFault
}
