/** The completion of commands, flags, choices and files in shells. */
import tab from '@bomb.sh/tab/commander'
import type { Command } from 'commander'
import { type Build, name, withExamples } from '../subcommand.ts'
import { bashCompletion } from './bash.ts'

/** Last, as it looks at all commands there are. The scripts ask `edge-exporter complete -- ...`, which is hidden. */
export function addCompletion({ program }: Build): void {
  const answers = tab(program, { completionCommandName: 'completion' })
  const find = (wanted: string) => program.commands.find((candidate) => candidate.name() === wanted) as Command
  const command = find('completion')
    .description('print the script by which a shell completes commands, flags and files')
    .helpOption('-h, --help', 'print help')
  command.action((shell: string) => {
    if (shell === 'bash') process.stdout.write(bashCompletion(name))
    else answers.setup(name, name, shell)
  })
  withExamples(command, [
    `source <(${name} completion bash)`,
    `${name} completion zsh > ~/.zfunc/_${name}`,
    `${name} completion fish > ~/.config/fish/completions/${name}.fish`
  ])
  const fileFlags = new Set(flagsOfFiles(program))
  find('complete').action((words: readonly string[]) => {
    // Nothing to offer, and the shell may look for files.
    if (fileFlags.has(words.at(-2) ?? '')) process.stdout.write(':0\n')
    else answers.parse([...words])
  })
}

/** Flags whose value is the path of a file. */
function flagsOfFiles(command: Command): string[] {
  const own = command.options.filter(({ flags }) => /<(file|path-or-package)>/.test(flags))
  return [...own.flatMap(({ long }) => long ?? []), ...command.commands.flatMap(flagsOfFiles)]
}
