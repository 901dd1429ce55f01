import { writeSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Writable } from 'node:stream'
import { type DestinationStream, type Logger, pino } from 'pino'
import type { Settings } from '../../contract/provider.ts'
import { toLogfmt } from './logfmt.ts'

export type LogFormat = 'auto' | 'json' | 'logfmt'

type LogStream = NodeJS.WriteStream & { fd: number }

/** The log that the settings ask for. */
export function loggerOf({ LOG_LEVEL = 'info', LOG_FORMAT }: Settings, stream?: LogStream): Logger {
  return createLogger(LOG_LEVEL, stream, LOG_FORMAT as LogFormat)
}

/** `auto`: JSON lines, and coloured text where a person looks at a terminal. */
export function createLogger(level: string, stream: LogStream = process.stdout, format: LogFormat = 'auto'): Logger {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    serializers: { err: safeError }
  }
  if (stream.isTTY && format === 'auto') return pino(options, prettyStream(stream.fd))
  const lines = stream.fd === undefined ? stream : linesTo(stream.fd)
  return pino(options, format === 'logfmt' ? { write: (line) => void lines.write(toLogfmt(line)) } : lines)
}

let dropped = 0

/** Lines that could not be written since the start. */
export function droppedLines(): number {
  return dropped
}

/** Milliseconds until a reader that does not keep up is tried again, and the characters that wait for it meanwhile. */
const retryAfter = 50
const mostWaiting = 2 ** 20

/**
 * Writes lines to a descriptor. What cannot be written, as the disk is full or the reader is gone, is dropped and
 * counted. The streams of Node.js stay broken after the first error, and `sonic-boom` makes it the program's.
 */
export function linesTo(fd: number, write: (fd: number, bytes: Uint8Array) => number = writeSync): DestinationStream {
  let waiting: Buffer[] = []
  let size = 0

  /** What is left of the line. */
  function attempt(line: Buffer): Buffer | undefined {
    try {
      let rest = line
      while (rest.length > 0) {
        try {
          rest = rest.subarray(write(fd, rest))
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return rest
          throw error
        }
      }
    } catch {
      dropped += 1
    }
    return undefined
  }

  function catchUp(): void {
    while (waiting.length > 0) {
      const rest = attempt(waiting[0] as Buffer)
      if (rest !== undefined) {
        waiting[0] = rest
        setTimeout(catchUp, retryAfter).unref()
        return
      }
      waiting = waiting.slice(1)
    }
    size = 0
  }

  return {
    write(text) {
      const line = Buffer.from(text)
      if (waiting.length > 0 && size + line.length > mostWaiting) {
        dropped += 1
        return
      }
      const rest = waiting.length > 0 ? line : attempt(line)
      if (rest === undefined) return
      waiting.push(rest)
      size += rest.length
      if (waiting.length === 1) setTimeout(catchUp, retryAfter).unref()
    }
  }
}

/** Loaded here, as a service has no terminal, and a logger has to be there at once. */
function prettyStream(destination: number) {
  const pretty: typeof import('pino-pretty') = createRequire(import.meta.url)('pino-pretty')
  return pretty({ colorize: isColourWanted(process.env.NO_COLOR), destination })
}

/** An empty `NO_COLOR` says nothing, as https://no-color.org has it. */
function isColourWanted(noColor = ''): boolean {
  return noColor === ''
}

/** Name, code and message: the other properties of an error may hold headers, URLs or whole answers. */
function safeError(error: Error & { code?: string }): Record<string, string | undefined> {
  return { type: error.name, code: error.code, message: error.message }
}

/** Keeps the messages of a log. */
export function collecting(messages: string[]): NodeJS.WriteStream & { fd: number } {
  const stream = new Writable({
    write(chunk, _encoding, done) {
      messages.push((JSON.parse(String(chunk)) as { msg: string }).msg)
      done()
    }
  })
  return stream as unknown as NodeJS.WriteStream & { fd: number }
}
