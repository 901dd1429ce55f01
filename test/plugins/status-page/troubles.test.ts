import t from 'tap'
import type { WatchedReport } from '../../../plugins/status-page/status-schema.ts'
import { findTroubles, troublesSection } from '../../../plugins/status-page/troubles.ts'

type Trouble = WatchedReport['troubles'][number]

const trouble = (name: string, fields: Partial<Trouble> = {}): Trouble => ({
  name,
  state: 'down',
  severity: 'critical',
  where: [],
  ...fields
})

const many = Array.from({ length: 45 }, (_, i) => trouble(`monitor ${i + 1}`))

t.test('all are searched: names, locations and reasons', async (t) => {
  const troubles = [
    ...many,
    trouble('Shop', { where: ['Tokyo - JP'] }),
    trouble('API', { reason: 'DNS lookup failed', state: 'trouble' })
  ]
  const names = (wanted: Parameters<typeof findTroubles>[1]) =>
    findTroubles(troubles, wanted).shown.map(({ name }) => name)
  t.strictSame(names({ q: 'SHOP' }), ['Shop'])
  t.strictSame(names({ q: ' tokyo ' }), ['Shop'])
  t.strictSame(names({ q: 'lookup' }), ['API'])
  t.strictSame(names({ state: 'trouble' }), ['API'])
  t.strictSame(names({ q: 'shop', state: 'trouble' }), [])
})

t.test('pages hold all of it, and a page that there is not is the last one', async (t) => {
  const pages = ['1', '2', '3'].flatMap((page) => findTroubles(many, { page }).shown)
  t.strictSame(pages, many)
  for (const page of ['4', '999999']) t.equal(findTroubles(many, { page }).page, 3)
  for (const page of ['', '0']) t.equal(findTroubles(many, { page }).page, 1)
})

t.test('state, reason, time and link are shown, and the text is escaped', async (t) => {
  const now = Date.UTC(2026, 10, 27, 14, 5) / 1000
  const name = 'a name that is so long that it does not fit into the line of a list, "whole"'
  const watched: WatchedReport = {
    provider: 'acme',
    title: 'Acme',
    noun: 'monitors',
    states: [{ name: 'configuration error', severity: 'warning', count: 1 }],
    troubles: [
      trouble(name, {
        state: 'configuration error',
        severity: 'warning',
        since: now - 3600,
        reason: '<b>refused</b>',
        link: 'https://acme.example/monitors/1'
      })
    ]
  }
  const { text } = troublesSection(watched, { q: '"x' }, now)
  t.match(text, 'value="&quot;x"')
  t.match(text, '0 monitors of 1 match')
  const all = troublesSection(watched, {}, now).text
  t.match(all, '</i>configuration error</span>')
  t.match(all, '&lt;b&gt;refused&lt;/b&gt;')
  t.match(all, '1 h<small>since Nov 27, 13:05 UTC</small>')
  t.match(all, 'href="https://acme.example/monitors/1"')
  t.match(all, /<b dir="auto" class="long" tabindex="0">a name .*&quot;whole&quot;<\/b>/)
})
