import { createRequire } from 'node:module'
import { type Logger, pino } from 'pino'

/** JSON lines; coloured text where a person looks at a terminal. */
export function createLogger(level: string, stream: NodeJS.WriteStream & { fd: number } = process.stdout): Logger {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    serializers: { err: safeError }
  }
  return pino(options, stream.isTTY ? prettyStream(stream.fd) : stream)
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
