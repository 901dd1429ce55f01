/** Help, and what is said of flags that are not right. */
import { type Build, name, withExamples } from './subcommand.ts'

/** Commander's own help of a command that there is not is the help of the program, without a word about the mistake. */
export function addHelp({ program }: Build): void {
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

/** Commander's text without what may be a secret given as if it were a flag: after an equals sign, an argument, a URL. */
export function oneLine(text: string): string {
  return text
    .replace(/^error: /, 'edge-exporter: ')
    .replace(/^(.*: unknown [^=]*)=.*$/s, "$1=...'")
    .replace(/^(.*: too many .* but got \d+):.*$/s, '$1')
    .replace(/:\/\/.*@/s, '://')
    .trim()
    .replaceAll('\n', ' ')
}
