/** A real browser for one test, with what it complains about. */

import { type Browser, chromium, type Page } from 'playwright-core'
import type { Test } from 'tap'
import { findInPath } from './servers.ts'

export const chromiumPath = findInPath('chromium')

export interface View {
  readonly width: number
  readonly height: number
  readonly theme: 'light' | 'dark'
  /** False: as for somebody who has switched scripts off. */
  readonly script?: boolean
}

export interface OpenPage {
  readonly page: Page
  /** Errors of scripts, refused or failed requests, and what the console was told as an error. */
  readonly complaints: string[]
  /** Origins that were asked for anything. */
  readonly origins: ReadonlySet<string>
}

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync'
]

export async function startBrowser(t: Pick<Test, 'teardown'>): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: chromiumPath as string, headless: true, args: flags })
  t.teardown(() => browser.close())
  return browser
}

/** Opens the page in a context of its own, so that nothing is remembered. */
export async function open(
  browser: Browser,
  url: string,
  { width, height, theme, script = true }: View
): Promise<OpenPage> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    javaScriptEnabled: script,
    reducedMotion: 'reduce'
  })
  const page = await context.newPage()
  const complaints: string[] = []
  const origins = new Set<string>()
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', ({ message }) => complaints.push(message))
  page.on('requestfailed', (request) => complaints.push(`${request.url()}: ${request.failure()?.errorText}`))
  page.on('request', (request) => origins.add(new URL(request.url()).origin))
  await page.goto(url)
  return { page, complaints, origins }
}
