import { type Logger, pino } from 'pino'
import pretty from 'pino-pretty'

/** JSON lines; coloured text where a person looks at a terminal. */
export function createLogger(level: string, stream: NodeJS.WriteStream & { fd: number } = process.stdout): Logger {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    serializers: { err: safeError }
  }
  return stream.isTTY
    ? pino(options, pretty({ colorize: isColourWanted(process.env.NO_COLOR), destination: stream.fd }))
    : pino(options, stream)
}

/** An empty `NO_COLOR` says nothing, as https://no-color.org has it. */
function isColourWanted(noColor = ''): boolean {
  return noColor === ''
}

/** Name, code and message: the other properties of an error may hold headers, URLs or whole answers. */
function safeError(error: Error & { code?: string }): Record<string, string | undefined> {
  return { type: error.name, code: error.code, message: error.message }
}
