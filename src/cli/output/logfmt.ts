/** Log lines as logfmt, which Prometheus' own programs write by default. Pure. */

const levels: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal'
}

/** A line of JSON as pino writes it, to `time=... level=info msg="..." key=value`. */
export function toLogfmt(line: string): string {
  const { time, level, msg, ...others } = JSON.parse(line) as Record<string, unknown>
  const first = { time, level: levels[level as number] ?? level, msg }
  const pairs = Object.entries({ ...first, ...others }).filter(([, value]) => value !== undefined)
  return `${pairs.map(([key, value]) => `${key.replaceAll(/[\s="]/g, '_')}=${fieldText(value)}`).join(' ')}\n`
}

/** Quoted where a reader would else see where it ends in the wrong place. */
function fieldText(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return /^[^\s="\\\p{Cc}]+$/u.test(text) ? text : JSON.stringify(text)
}
