/** A configuration file with one account of the simulator. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCheckout } from '../checkout.ts'
import { freeOrigin, type Program, start } from '../programs.ts'

/** The built program with a configuration file, as its image starts it. */
export async function startWithFile(file: string, env: Record<string, string> = {}): Promise<Program> {
  const { built } = openCheckout(join(import.meta.dirname, '../..'))
  const origin = await freeOrigin()
  return start({
    command: process.execPath,
    args: [...built.options, built.main, `--config.file=${file}`, `--web.listen-address=${new URL(origin).host}`],
    env: { ...built.env, LOG_LEVEL: 'warn', ...env },
    origin,
    ready: '/healthz'
  })
}

export function accountFile(given: Readonly<Record<string, string>>, more: object) {
  const folder = mkdtempSync(join(tmpdir(), 'edge-exporter-bench-'))
  const account = {
    name: 'large',
    client_id: given.ZOHO_CLIENT_ID,
    client_secret: given.ZOHO_CLIENT_SECRET,
    refresh_token: given.ZOHO_REFRESH_TOKEN,
    accounts_url: given.ZOHO_ACCOUNTS_URL,
    api_url: given.SITE24X7_API_URL,
    daily_call_limit: 'off',
    sources: { availability: 'off', certificates: 'off', maintenance: 'off' },
    ...more
  }
  const path = join(folder, 'config.yml')
  writeFileSync(path, JSON.stringify({ providers: { site24x7: [account] } }))
  return { path, remove: () => rmSync(folder, { recursive: true }) }
}
