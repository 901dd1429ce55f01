/** A terminal whose result goes to a file that only its owner can read. */
import { readFile, realpath } from 'node:fs/promises'
import { writeFileAtomic } from '../../../plugins/store/atomic-file.ts'
import { causeOf } from '../../contract/failure.ts'
import type { CommandTerminal } from '../output/terminal.ts'

export interface ResultFile {
  readonly terminal: CommandTerminal
  /** Writes what was printed, if anything was. Rejects with what hinders it. */
  write(): Promise<void>
}

export function toFile(terminal: CommandTerminal, output: string): ResultFile {
  const printed: string[] = []
  return {
    terminal: { ...terminal, isSeen: false, print: (text) => void printed.push(text) },
    async write() {
      if (printed.length === 0) return
      try {
        const file = await realpath(output).catch(() => output)
        const before = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
          if (error.code === 'ENOENT') return ''
          throw error
        })
        await writeFileAtomic(file, Buffer.from(withSettings(before, printed.join('\n'))), 0o600)
      } catch (error) {
        throw new Error(`cannot write to ${output} (${causeOf(error)}); nothing was changed`)
      }
      terminal.note(`Written to ${output}, which only you can read (mode 600).`)
    }
  }
}

const assignment = /^\s*(?:export\s+)?(\w+)\s*=/

/**
 * A text of lines `NAME=value` takes the place of the same names in `before`, whose other lines stay. Any other text
 * takes the place of the whole.
 */
export function withSettings(before: string, text: string): string {
  const names = text.split('\n').map((line) => assignment.exec(line)?.[1])
  if (names.includes(undefined)) return `${text}\n`
  const kept = before.split('\n').filter((line) => !names.includes(assignment.exec(line)?.[1]))
  const start = kept.join('\n').replace(/\n*$/, '')
  return `${start === '' ? '' : `${start}\n`}${text}\n`
}
