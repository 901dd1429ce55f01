import { type Logger, pino } from 'pino'

export type LogLine = Record<string, unknown> & { readonly level: string; readonly msg: string }

export interface LogSink {
  readonly log: Logger
  readonly lines: LogLine[]
  /** The messages of a level, in order. */
  messages(level: string): string[]
  /** Everything that was written, as it was written. */
  text(): string
}

/** A real logger, at its most talkative, that writes into an array. */
export function logSink(level = 'trace'): LogSink {
  const chunks: string[] = []
  const lines: LogLine[] = []
  const stream = {
    write(chunk: string) {
      chunks.push(chunk)
      lines.push(JSON.parse(chunk))
    }
  }
  const log = pino({ level, base: null, formatters: { level: (label) => ({ level: label }) } }, stream)
  return {
    log,
    lines,
    messages: (wanted) => lines.filter((line) => line.level === wanted).map(({ msg }) => msg),
    text: () => chunks.join('')
  }
}
