/** What ChinaCache says about a refusal, made fit for a log: short, on one line, without URLs and credentials. */

import { Failure } from '../../src/contract/failure.ts'
import { escapeHtml } from '../../src/parsing/escape-html.ts'

const longest = 160
const fields = ['msg', 'message', 'error', 'errorMsg'] as const
const unprintable = /[\p{C}\p{Zl}\p{Zp}]+/gu
const url = /\S*:\/\/\S+/g
const query = /\S*\?\S*=\S*/g
const parameter = /\b(userName|apiPasswd|api_user|api_key)=\S*/gi
const speaksOfCredentials = /passw|auth|permission|denied|forbidden|api_?key|用户|密码|权限|认证|授权/i

export interface Refused {
  /** Name of the call, for the message. */
  readonly what: string
  readonly body: Readonly<Record<string, unknown>>
  /** The field that says success. */
  readonly flag: 'code' | 'success'
  readonly secrets: readonly string[]
}

/**
 * An answer that does not say success as a `Failure`: `auth` when it speaks of credentials or rights, else `client`;
 * `schema` when it does not say anything.
 */
export function refusal({ what, body, flag, secrets }: Refused): Failure {
  const texts = fields.map((field) => body[field])
  const text = texts.find((value): value is string => typeof value === 'string' && value.trim() !== '')
  const code = typeof body.code === 'number' ? ` with code ${body.code}` : ''
  if (text !== undefined) {
    const reason = speaksOfCredentials.test(text) ? 'auth' : 'client'
    return new Failure(reason, `${what} was refused${code}: ${clean(text, secrets)}`)
  }
  return body[flag] === undefined
    ? new Failure('schema', `${what} was answered without "${flag}"`)
    : new Failure('client', `${what} was refused${code}`)
}

/** Cleans before it shortens, since half a password at the cut would pass unseen. */
export function clean(text: string, secrets: readonly string[]): string {
  const redacted = redact(printable(text), secrets)
    .replace(url, '[url]')
    .replace(query, '[url]')
    .replace(parameter, '$1=[redacted]')
    .trim()
  return redacted.length <= longest ? redacted : `${redacted.slice(0, longest).toWellFormed()}...`
}

function printable(text: string): string {
  return text.toWellFormed().replace(unprintable, ' ')
}

/** Takes out each secret as it is and in the forms in which it travels; the longest first, so that none hides a part of another. */
function redact(text: string, secrets: readonly string[]): string {
  const forms = secrets.flatMap((secret) => [
    printable(secret),
    encodeURIComponent(secret.toWellFormed()),
    new URLSearchParams({ '': secret }).toString().slice(1),
    JSON.stringify(printable(secret)).slice(1, -1),
    escapeHtml(printable(secret)),
    // Without the end, which depends on what follows.
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    Buffer.from(secret).toString('hex')
  ])
  const patterns = [...new Set(forms)]
    .filter((form) => form !== '')
    .sort((a, b) => b.length - a.length)
    .map((form) => form.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'))
  return patterns.length === 0 ? text : text.replace(new RegExp(patterns.join('|'), 'gi'), '[redacted]')
}
