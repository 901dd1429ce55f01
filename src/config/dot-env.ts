/**
 * The text of a `.env` file, read as the replaced exporter's library (dotenvy) reads it. The usual packages of npm and
 * `parseEnv` of Node.js cut a value at any `#`, replace nothing, and of a name that comes twice take the last.
 *
 *     NAME=value            # a comment after white space; a # within the value is part of it
 *     NAME="a \"b\" ${OTHER}"
 *     NAME='as it is: ${OTHER} # \'
 */
import type { Settings } from '../contract/provider.ts'
import type { Fault } from '../contract/settings.ts'

export interface DotEnv {
  /** Of a name that comes twice, the first. */
  readonly values: Readonly<Record<string, string>>
  /** What is right and may still not be what was meant. No value is quoted. */
  readonly hints: readonly Fault[]
  readonly faults: readonly Fault[]
}

/** `env`: what `${NAME}` finds before the names of the file. `file`: its name in messages. */
export function parseDotEnv(text: string, env: Settings = {}, file = '.env'): DotEnv {
  const values: Record<string, string> = {}
  const hints: Fault[] = []
  const faults: Fault[] = []
  const known = (name: string) => env[name] ?? values[name]
  const lines = text.split(/\r?\n/)
  for (let i = 0; i < lines.length; i++) {
    const at = (message: string): Fault => ({ setting: file, message: `line ${first}: ${message}` })
    const first = i + 1
    const found = /^\s*(?:export\s+)?([A-Za-z_][\w.]*)\s*=[ \t]*(.*)$/s.exec(lines[i] as string)
    if (found === null) {
      if (!/^\s*(#|$)/.test(lines[i] as string)) faults.push(at('is no NAME=value; write one variable on each line'))
      continue
    }
    const [, name, start] = found as unknown as [string, string, string]
    let value = readValue(start, known)
    // A value in quotes may go on for more lines.
    for (let raw = start; value.isOpen && i + 1 < lines.length; ) {
      raw += `\n${lines[++i]}`
      value = readValue(raw, known)
    }
    if (value.isOpen) {
      faults.push(at(`the quotes of ${name} are not closed`))
      break
    }
    for (const missing of value.missing) {
      hints.push(at(`${name} has \${${missing}}, which is not set; write \\$ or single quotes for a dollar sign`))
    }
    if (value.hasComment) {
      hints.push(at(`${name} ends before the # after white space; write quotes around a value that has one`))
    }
    if (Object.hasOwn(values, name)) hints.push(at(`${name} is there a second time; the first counts`))
    else values[name] = value.text
  }
  return { values, hints, faults }
}

interface Value {
  readonly text: string
  /** In quotes that are not closed. */
  readonly isOpen: boolean
  /** Names that were to be replaced and are not set. */
  readonly missing: readonly string[]
  /** A comment follows a value that has no quotes. */
  readonly hasComment: boolean
}

const escapes: Readonly<Record<string, string>> = { n: '\n', '\\': '\\', "'": "'", '"': '"', $: '$', ' ': ' ' }

/** What is no escape that dotenvy knows stays as it is, and so does white space within a value without quotes. */
function readValue(raw: string, known: (name: string) => string | undefined): Value {
  const missing: string[] = []
  let text = ''
  let quote = ''
  let wasQuoted = false
  /** Length of the text that white space at the end belongs to. */
  let kept = 0
  const piece = /\$\{([^}\n]*)\}|\$([A-Za-z0-9]*)|\\(.)|./sy
  for (let match = piece.exec(raw); match !== null; match = piece.exec(raw)) {
    const [whole, braced, bare, escaped] = match
    const isRaw = quote === "'"
    if (whole === quote) quote = ''
    else if (isRaw) {
      text += whole[0]
      piece.lastIndex = match.index + 1
    } else if (escaped !== undefined) text += escapes[escaped] ?? whole
    else if (braced !== undefined || bare !== undefined) {
      const name = braced ?? bare ?? ''
      if (name !== '' && known(name) === undefined) missing.push(name)
      text += known(name) ?? ''
    } else if (quote === '' && (whole === '"' || whole === "'")) {
      quote = whole
      wasQuoted = true
    } else if (quote === '' && whole === '#' && (match.index === 0 || /\s/.test(raw[match.index - 1] as string))) {
      return { text: text.slice(0, kept), isOpen: false, missing, hasComment: !wasQuoted && kept > 0 }
    } else {
      text += whole
      if (quote === '' && /\s/.test(whole)) continue
    }
    kept = text.length
  }
  return { text: text.slice(0, kept), isOpen: quote !== '', missing, hasComment: false }
}
