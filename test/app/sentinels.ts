/** Secrets that can be told from anything else, and the search for them in whatever leaves the program. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashSync } from 'bcryptjs'

/** Of the program itself; providers' simulators have their own. */
export const own = {
  proxy: 'sentinel-proxy-5d1b',
  push: 'sentinel/push+7c 2e',
  cache: 'sentinel-cache-e83d',
  token: 'sentinel-token-91fa',
  password: 'sentinel-password-b04c'
}

export const passwordHash = hashSync(own.password, 4)

const fixture = (name: string) => readFileSync(join(import.meta.dirname, '../fixtures/tls', name), 'utf8')

/** A web configuration with everything in it that is secret, the key included. */
export function webConfig(withTls: boolean): string {
  const indent = (text: string) =>
    text
      .trim()
      .split('\n')
      .map((line) => `    ${line}\n`)
      .join('')
  const tls = `tls_server_config:\n  cert: |\n${indent(fixture('cert.pem'))}  key: |\n${indent(fixture('key.pem'))}`
  return `${withTls ? tls : ''}basic_auth_users:\n  alice: ${passwordHash}\n`
}

/** Lines of the key that are no header. */
const keyLines = fixture('key.pem')
  .split('\n')
  .filter((line) => line.length > 20 && !line.startsWith('-'))

const isSecret = /^(ZOHO_(CLIENT|REFRESH)|CHINACACHE_(USER|PASS))/

/** The secrets among a simulator's settings. */
export function secretsOf(settings: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => isSecret.test(name)))
}

/** A secret as it stands, and in the forms in which it travels. */
function formsOf(secret: string): string[] {
  const base64 = Buffer.from(secret).toString('base64')
  return [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams({ '': secret }).toString().slice(1),
    JSON.stringify(secret).slice(1, -1),
    base64,
    base64.replace(/=+$/, ''),
    Buffer.from(secret).toString('hex')
  ]
}

/** Which secrets the text shows, in whatever form: none, if all is well. */
export function leaks(text: string, secrets: Readonly<Record<string, string>>): string[] {
  const all = {
    ...own,
    passwordHash,
    ...Object.fromEntries(keyLines.map((line, i) => [`key line ${i}`, line])),
    'proxy credentials': `u:${own.proxy}`,
    'push credentials': `pusher:${own.push}`,
    'password credentials': `alice:${own.password}`,
    ...secrets
  }
  return Object.entries(all).flatMap(([name, secret]) =>
    formsOf(secret).some((form) => text.includes(form)) ? [name] : []
  )
}

/** The names and contents of all files below a folder, as one text. */
export function filesBelow(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `${name}\n${readFileSync(join(parentPath, name), 'latin1')}`)
    .join('\n')
}
