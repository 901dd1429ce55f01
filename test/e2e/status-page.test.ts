/**
 * The status page in a real browser, with the simulators as providers. Pictures of it are written to the folder that
 * `SCREENSHOTS` names, or to one that is thrown away.
 */
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import t, { type Test } from 'tap'
import type { Status } from '../../plugins/status-page/status-schema.ts'
import { providers } from '../../providers/index.ts'
import { buildApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config/config.ts'
import { simulate } from '../cli/simulated.ts'
import { open, startBrowser, type View } from './browser.ts'
import { skipWithout } from './servers.ts'

const skip = skipWithout('chromium')
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const pictures = process.env.SCREENSHOTS ?? t.testdir({})

const desktop: View = { width: 1280, height: 900, theme: 'light' }
const views: Record<string, View> = {
  'desktop-light': desktop,
  'desktop-dark': { ...desktop, theme: 'dark' },
  'phone-light': { width: 390, height: 844, theme: 'light' },
  'phone-dark': { width: 390, height: 844, theme: 'dark' }
}

async function startExporter(t: Test) {
  const { settings, simulators } = await simulate(t, { size: 40 })
  const quick = { SITE24X7_TTL: '6s', SITE24X7_DAILY_CALL_LIMIT: '1000000' }
  const app = await buildApp(loadConfig({ providers, env: { ...settings, ...quick } }), { retryDelay: 10 })
  t.teardown(() => app.close())
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  await app.snapshots.firstData(20_000)
  const status = async () => (await (await fetch(`${url}/api/status`)).json()) as Status
  return { url: `${url}/`, simulators, status }
}

interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[]
}

t.test('the page in a browser', { skip }, async (t) => {
  const [{ url, simulators, status }, browser] = await Promise.all([startExporter(t), startBrowser(t)])
  mkdirSync(pictures, { recursive: true })

  t.test('it is calm, whole and for everybody, in both themes and on a phone', async (t) => {
    for (const [name, view] of Object.entries(views)) {
      const { page, complaints, origins } = await open(browser, url, view)
      await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true })
      const { width } = view
      t.ok(
        ((await page.evaluate('document.documentElement.scrollWidth')) as number) <= width,
        `${name}: nothing sticks out`
      )
      await page.evaluate('for (const each of document.querySelectorAll("details")) each.open = true')
      await page.evaluate(axe)
      const { violations } = (await page.evaluate(
        'axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"] })'
      )) as AxeResult
      t.strictSame(
        violations.map(({ id, nodes }) => [id, nodes[0]?.html]),
        [],
        `${name}: axe-core finds nothing`
      )
      t.strictSame([...origins], [new URL(url).origin], `${name}: nothing is asked of anybody else`)
      t.strictSame(complaints, [], `${name}: no complaint`)
      await page.context().close()
    }
  })

  t.test('the map has a dot for each place, in the colour of the share that is not up', async (t) => {
    const { page } = await open(browser, url, desktop)
    const { places, regions } = await status()
    t.ok(places.length > 10)
    t.equal(await page.locator('.world .dot').count(), places.length)
    const colours = await page
      .locator('.world .dot')
      .evaluateAll((dots) => dots.map((dot) => [dot.getAttribute('class'), getComputedStyle(dot).fill]))
    const byClass = new Map(colours as [string, string][])
    t.equal(new Set(byClass.values()).size, byClass.size, 'each severity has its colour')
    const critical = places.filter(({ count, not_up: notUp }) => notUp / count >= 0.25).length
    t.ok(critical > 0)
    t.equal(await page.locator('.world .dot.critical').count(), critical)
    const box = await page.locator('.world').boundingBox()
    for (const dot of await page.locator('.world .dot').all()) {
      const { x = -1, y = -1 } = (await dot.boundingBox()) ?? {}
      t.ok(x >= (box?.x ?? 0) && y >= (box?.y ?? 0) && x <= (box?.x ?? 0) + (box?.width ?? 0), 'on the map')
    }
    t.ok(regions.some(({ code }) => code === 'CN-GD'))
    t.ok((await page.locator('.parts path[class^=shade]').count()) > 10, 'provinces are shaded')
    t.ok((await page.locator('.world .shares path').count()) > 3, 'and countries')
    await page.context().close()
  })

  t.test('without scripts it is all there', async (t) => {
    const { page } = await open(browser, url, { ...desktop, script: false })
    t.match(await page.locator('#summary').innerText(), /sources/)
    t.equal(await page.locator('footer button').count(), 0, 'and no button that does nothing')
    await page.locator('.map summary').press('Enter')
    t.ok(await page.locator('.places').isVisible(), 'the table of places unfolds by the keyboard')
    await page.context().close()
  })

  t.test('by keyboard', async (t) => {
    const { page } = await open(browser, url, desktop)
    await page.keyboard.press('Tab')
    t.equal(await page.locator(':focus').innerText(), 'Skip to the sources')
    await page.keyboard.press('Enter')
    t.match(page.url(), /#sources$/)
    await page.context().close()
  })

  await faultTest(t, browser, url, simulators)
})

async function faultTest(
  t: Test,
  browser: Browser,
  url: string,
  simulators: Awaited<ReturnType<typeof simulate>>['simulators']
) {
  await t.test('a provider that fails turns red and says why, without a reload, and green again', async (t) => {
    const { page, complaints } = await open(browser, url, desktop)
    await page.evaluate('window.isSamePage = true')
    await page.locator('.map summary').click()
    const refreshes = page.locator('.refreshes').first()
    await refreshes.locator('summary').click()
    const row = page.locator('[data-source="site24x7/current_status"]')
    await row.locator('.pill.ok').waitFor()
    const { faults } = simulators.site24x7 as (typeof simulators)[string]
    faults.set('current_status', '500')
    await row.locator('.pill.critical').waitFor({ timeout: 30_000 })
    const told = page.locator('.failure.now')
    t.match(await told.locator('.message').innerText(), /HTTP 500/)
    t.match(await refreshes.locator('tbody tr').first().innerText(), /ago.*s.*3.*server.*HTTP 500/s)
    faults.clear()
    await row.locator('.pill.ok').waitFor({ timeout: 30_000 })
    t.match(await page.locator('.failure.past').first().innerText(), /server .*HTTP 500.* \(.* ago, no failure since\)/)

    faults.set('token', 'revoked')
    faults.set('current_status', 'expired-token')
    await row.locator('.pill.critical').waitFor({ timeout: 30_000 })
    t.match(await told.locator('.message').innerText(), /ZOHO_REFRESH_TOKEN is wrong, revoked/)
    t.match(await told.locator('.advice').innerText(), /edge-exporter check/)
    t.match(await page.title(), /^1 of \d sources down/)
    t.ok(await page.locator('.places').isVisible(), 'what was unfolded stays so')
    t.ok(await refreshes.locator('table').isVisible(), 'the last refreshes too')
    t.equal(await page.evaluate('window.isSamePage'), true, 'it is the same page')
    t.ok((await page.locator('#coasts path').count()) === 2, 'the coasts are still there')
    await page.screenshot({ path: join(pictures, 'fault.png'), fullPage: true })
    t.strictSame(complaints, [])
    await page.context().close()
  })

  await t.test('when the exporter is gone, the page says so', async () => {
    const { page } = await open(browser, url, desktop)
    await page.route('**/?part=live', (route) => route.abort())
    await page.getByText('The exporter does not answer; what you see is stale').waitFor({ timeout: 10_000 })
    await page.context().close()
  })
}
