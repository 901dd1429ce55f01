/** What the image's HEALTHCHECK runs: exits with 0 when the program beside it, in the same environment, answers as well. */
import http from 'node:http'
import https from 'node:https'
import { readEnvironment } from './environment.ts'

/** Milliseconds. */
const patience = 4000

/** The status of the answer. TLS proves nothing between two processes of one machine, so certificates are not checked. */
function ask(scheme: 'http' | 'https', address: string): Promise<number> {
  const { get } = scheme === 'http' ? http : https
  const options = { agent: false, rejectUnauthorized: false, timeout: patience }
  return new Promise((resolve, reject) => {
    const asking = get(`${scheme}://${address}/healthz`, options, (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
    asking.on('timeout', () => asking.destroy())
    asking.on('error', reject)
  })
}

/** Where the program listens, as its own machine reaches it. */
function reachable(address: string): string {
  return address.replace(/^(0\.0\.0\.0)?(?=:\d+$)/, '127.0.0.1').replace(/^\[::\](?=:\d+$)/, '[::1]')
}

const { LISTEN_ADDRESS = ':9803' } = readEnvironment().env
const address = reachable((LISTEN_ADDRESS.split(',')[0] as string).trim())
// Which of the two it speaks is in the web configuration; what it says to plain HTTP tells: with TLS, that is 400.
const plain = await ask('http', address).catch(() => 400)
const status = plain === 400 ? await ask('https', address).catch(statusOfAlert) : plain
// Whoever asks for credentials (HEALTH_AUTHENTICATION) lives.
process.exitCode = status === 200 || status === 401 ? 0 : 1

/** A client certificate is asked for by an alert, before there is HTTP. */
function statusOfAlert({ code = '' }: NodeJS.ErrnoException): number {
  return /ALERT.*CERTIFICATE|ALERT_HANDSHAKE/.test(code) ? 401 : 0
}
