import type { CommandTerminal } from '../../src/cli/output/terminal.ts'

export interface FakeTerminal extends CommandTerminal {
  /** What was printed as the result. */
  printed(): string
  /** What was noted besides. */
  noted(): string
  /** The questions, hidden ones with a mark. */
  readonly questions: string[]
}

/** A terminal that answers questions from a list and colours nothing. */
export function fakeTerminal({ answers = [] as string[], isSeen = false } = {}): FakeTerminal {
  const lines: string[] = []
  const notes: string[] = []
  const questions: string[] = []
  const left = [...answers]
  return {
    isSeen,
    print: (text) => void lines.push(text),
    note: (text) => void notes.push(text),
    paint: (_colour, text) => text,
    progress: (_text, work) => work,
    close() {},
    async question(text, { hidden = false } = {}) {
      questions.push(hidden ? `${text.trim()} [hidden]` : text.trim())
      return left.shift() ?? ''
    },
    questions,
    printed: () => lines.join('\n'),
    noted: () => notes.join('\n')
  }
}
