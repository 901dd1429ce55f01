/** The terminal that commands talk to. Colours and progress only where a person looks. */
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { styleText } from 'node:util'
import type { Terminal } from '../../contract/provider.ts'

export interface Streams {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean }
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean }
  readonly error: NodeJS.WritableStream & { readonly isTTY?: boolean }
}

export type Colour = 'green' | 'red' | 'yellow' | 'gray' | 'bold'

export interface CommandTerminal extends Terminal {
  /** Coloured, unless the output is no terminal or `NO_COLOR` is set. */
  paint(colour: Colour, text: string): string
  /** Lets go of the input, which else keeps the program alive. */
  close(): void
}

const patience = 1000

export function createTerminal({ input, output, error }: Streams): CommandTerminal {
  let questions: ReturnType<typeof createQuestions> | undefined
  return {
    isSeen: output.isTTY === true,
    print: (text) => void output.write(`${text}\n`),
    note: (text) => void error.write(`${text}\n`),
    // Looks at NO_COLOR and its like, and at whether the stream is a terminal.
    paint: (colour, text) => styleText(colour, text, { stream: output }),

    async progress(text, work) {
      if (error.isTTY !== true) return work
      let isShown = false
      const timer = setTimeout(() => {
        isShown = true
        error.write(`${text} ...`)
      }, patience)
      try {
        return await work
      } finally {
        clearTimeout(timer)
        // Takes the line back.
        if (isShown) error.write('\r\x1b[2K')
      }
    },

    question(text, { hidden = false } = {}) {
      questions ??= createQuestions({ input, error })
      return questions.ask(text, hidden)
    },
    close: () => questions?.close()
  }
}

/** Questions go to standard error, so that the result alone can be sent to a file. */
function createQuestions({ input, error }: Pick<Streams, 'input' | 'error'>) {
  let isMuted = false
  const echo = new Writable({
    write(chunk, _encoding, done) {
      if (!isMuted) error.write(chunk)
      done()
    }
  })
  const lines = createInterface({ input, output: echo, terminal: input.isTTY === true })
  /** Answers that came before their question, as from a file. */
  const early: string[] = []
  let waiting: ((answer: string | undefined) => void) | undefined
  let isClosed = false
  lines.on('line', (line) => {
    if (waiting === undefined) early.push(line)
    else answer(line)
  })
  lines.on('close', () => {
    isClosed = true
    answer(undefined)
  })

  /** Several lines may come at once, and each question has one of them. */
  function answer(line: string | undefined): void {
    const resolve = waiting
    waiting = undefined
    resolve?.(line)
  }

  return {
    async ask(text: string, hidden: boolean): Promise<string> {
      error.write(text)
      isMuted = hidden
      const answer = early.shift() ?? (isClosed ? undefined : await next())
      isMuted = false
      if (hidden && input.isTTY === true) error.write('\n')
      if (answer === undefined)
        throw new Error(
          `nobody answers the question ${JSON.stringify(text.trim())}; see --help for how to say it before`
        )
      return answer.trim()
    },
    close: () => lines.close()
  }

  function next(): Promise<string | undefined> {
    return new Promise((resolve) => {
      waiting = resolve
    })
  }
}
