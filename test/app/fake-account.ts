import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'
import { onlyMonitors } from '../support/only-monitors.ts'

export const credentials = {
  ZOHO_CLIENT_ID: 'sentinel-client-id',
  ZOHO_CLIENT_SECRET: 'sentinel-client-secret',
  ZOHO_REFRESH_TOKEN: 'sentinel-refresh-token'
}
export const accessToken = 'sentinel-access-token'

export interface FakeAccount {
  readonly settings: Record<string, string>
  /** Answers `current_status`; gives `data` when it is not replaced. */
  answer: (request: IncomingMessage, response: ServerResponse) => void
  /** The same for the token. `form` is what was asked. */
  answerToken: (form: string, response: ServerResponse) => void
  data: unknown
}

/** A server written by hand where the simulator is too true to life: it gives whatever a test wants. */
export async function fakeAccount(t: Test): Promise<FakeAccount> {
  const server = createServer(async (request, response) => {
    let form = ''
    for await (const chunk of request) form += chunk
    if (request.method === 'POST') account.answerToken(form, response)
    else account.answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const account: FakeAccount = {
    settings: { ...credentials, ...onlyMonitors, ZOHO_ACCOUNTS_URL: origin, SITE24X7_API_URL: `${origin}/api` },
    data: { monitors: [], monitor_groups: [] },
    answer: (_request, response) => sendJson(response, { code: 0, message: 'success', data: account.data }),
    answerToken: (_form, response) => sendJson(response, { access_token: accessToken, expires_in: 3600 })
  }
  return account
}

export function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
