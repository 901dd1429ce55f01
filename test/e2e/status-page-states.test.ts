/**
 * The status page of accounts in good and bad times: what is wrong is seen first, at every size and in both themes.
 * Pictures are written to the folder that `SCREENSHOTS` names, or to one that is thrown away.
 */
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { providers } from '../../providers/index.ts'
import { buildApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config/config.ts'
import type { Simulator } from '../../src/contract/provider.ts'
import type { Faults } from '../../src/simulation/faults.ts'
import { open, startBrowser, type View } from './browser.ts'
import { skipWithout } from './servers.ts'

const skip = skipWithout('chromium')
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const pictures = process.env.SCREENSHOTS ?? t.testdir({})

const views: Record<string, View> = {
  light: { width: 1280, height: 900, theme: 'light' },
  dark: { width: 1280, height: 900, theme: 'dark' },
  phone: { width: 390, height: 844, theme: 'light' }
}

interface State {
  readonly size: number
  /** Providers that are on; all of them by default. */
  readonly only?: string
  readonly status?: number
  readonly fault?: string
  /** What the pill and the title say. */
  readonly says: RegExp
}

const states: Record<string, State> = {
  'no monitors': { size: 0, only: 'site24x7', says: /^The account has no monitors; all sources up/ },
  '40 monitors': { size: 40, says: /^\d+ monitors down.*; all sources up/ },
  '3000 monitors': { size: 3000, says: /^\d+ monitors down.*; all sources up/ },
  'all down': { size: 60, status: 0, says: /^5\d monitors down; all sources up( ·|$)/ },
  'all up': { size: 60, status: 1, says: /^All monitors up; all sources up( ·|$)/ },
  'source failing': { size: 40, fault: '500', says: /^1 of \d sources down/ },
  'one provider': { size: 40, only: 'site24x7', says: /^\d+ monitors down.*; all sources up/ }
}

async function startExporter(t: Pick<Test, 'teardown'>, { size, only, status, fault }: State): Promise<string> {
  const settings: Record<string, string> = {}
  for (const provider of providers) {
    const isOn = only === undefined || provider.name === only
    const simulator = (await provider.simulator({ size: provider.name === 'chinacache' ? 4 : size })) as Simulator & {
      readonly faults: Faults
    }
    if (status !== undefined && provider.name === 'site24x7') {
      simulator.app.addHook('onSend', async (_request, _reply, payload) => withStatus(payload, status))
    }
    t.teardown(() => simulator.app.close())
    const own = simulator.settings(await simulator.app.listen({ host: '127.0.0.1', port: 0 }))
    if (isOn) Object.assign(settings, own)
    if (fault !== undefined && provider.name === 'site24x7') simulator.faults.set('current_status', fault)
  }
  const app = await buildApp(loadConfig({ providers, env: settings }), { retryDelay: 10 })
  t.teardown(() => app.close())
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  // Reports begin one after the other.
  for (let i = 0; i < 1000 && !app.snapshots.isReady(); i++) await sleep(20)
  return `${url}/`
}

/** The answer with every monitor and location in one status. */
function withStatus(payload: unknown, status: number): unknown {
  const text = Buffer.isBuffer(payload) ? payload.toString('utf8') : payload
  return typeof text === 'string' ? text.replaceAll(/"status":\d+/g, `"status":${status}`) : text
}

async function isWhole(t: Test, page: Page, { width }: View): Promise<void> {
  const wide = (await page.evaluate('document.documentElement.scrollWidth')) as number
  t.ok(wide <= width, 'nothing sticks out')
  const scrolling = await page.evaluate(
    '[...document.querySelectorAll("main *")].filter((e) => /auto|scroll/.test(getComputedStyle(e).overflowY)).length'
  )
  t.equal(scrolling, 0, 'nothing scrolls inside itself')
  await page.evaluate(axe)
  const { violations } = (await page.evaluate(
    'axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"] })'
  )) as { violations: { id: string; nodes: { html: string }[] }[] }
  t.strictSame(
    violations.map(({ id, nodes }) => [id, nodes[0]?.html]),
    [],
    'axe-core finds nothing'
  )
}

t.test('states', { skip }, async (t) => {
  const browser = await startBrowser(t)
  mkdirSync(pictures, { recursive: true })
  for (const [name, state] of Object.entries(states)) {
    await t.test(name, async (t) => {
      const url = await startExporter(t, state)
      await (await fetch(url)).text()
      const before = performance.now()
      const text = await (await fetch(url)).text()
      const took = performance.now() - before
      t.ok(text.length < 200_000, `${text.length} characters`)
      t.ok(took < 100, `${Math.round(took)} ms`)
      for (const [viewName, view] of Object.entries(views)) {
        const { page, complaints } = await open(browser, url, view)
        await page.screenshot({ path: join(pictures, `${name.replaceAll(' ', '-')}-${viewName}.png`), fullPage: true })
        t.match(await page.locator('#summary').innerText(), state.says)
        t.match(await page.title(), state.says)
        if (state.fault !== undefined) {
          const { y = Number.POSITIVE_INFINITY } =
            (await page.locator('.problems .message').first().boundingBox()) ?? {}
          t.ok(y < view.height / 2, 'the cause is above the fold')
        }
        if (state.size === 0) t.equal(await page.locator('.world').count(), 0, 'an empty map is left out')
        await isWhole(t, page, view)
        t.strictSame(complaints, [])
        await page.context().close()
      }
    })
  }
})

t.test('the list of 3,000 monitors', { skip }, async (t) => {
  const browser = await startBrowser(t)
  const url = await startExporter(t, { size: 3000, status: 0, says: /./ })

  await t.test('is searched while somebody types', async (t) => {
    const { page, complaints } = await open(browser, url, views.light as View)
    t.match(await page.locator('.pages').innerText(), /Page 1 of \d{3}/)
    const name = (await page.locator('.troubles .what b').nth(3).innerText()).trim()
    await page.getByLabel('Search').fill(name)
    await page.getByText(/of 3,000 match|of 2,\d{3} match/).waitFor({ timeout: 5000 })
    t.match(page.url(), /[?&]q=/)
    for (const found of await page.locator('.troubles .what').allInnerTexts()) {
      t.match(found.toLowerCase(), name.toLowerCase())
    }
    await page.reload()
    t.equal(await page.getByLabel('Search').inputValue(), name, 'the address shows the same')
    t.strictSame(complaints, [])
    await page.context().close()
  })

  await t.test('is turned over and searched without scripts', async (t) => {
    const { page } = await open(browser, url, { ...(views.light as View), script: false })
    const first = await page.locator('.troubles .what b').first().innerText()
    await page.getByRole('link', { name: 'Next' }).click()
    t.match(await page.locator('.pages').innerText(), /Page 2 of/)
    t.not(await page.locator('.troubles .what b').first().innerText(), first)
    await page.getByLabel('Search').fill('no monitor has this name')
    await page.getByText('Filter').click()
    t.match(await page.locator('.troubles').innerText(), /0 monitors of [\d,]+ match/)
    await page.context().close()
  })
})
