import t from 'tap'
import { providers } from '../../providers/index.ts'
import { locations } from '../../src/cli/locations.ts'
import { fakeTerminal } from '../support/fake-terminal.ts'
import { simulate } from './simulated.ts'

t.test('the places of the data, and those that nobody knows where to put', async (t) => {
  const { settings } = await simulate(t, { size: 40 })
  const terminal = fakeTerminal()
  t.equal(await locations({ providers, flags: {}, env: settings, terminal }), true)
  t.match(terminal.printed(), /^location +provider +latitude +longitude +seen from there\n/)
  t.match(terminal.printed(), /^Amsterdam - NL +site24x7 +52\.3740 +4\.8897 +\d+$/m)
  t.match(terminal.printed(), /^Guangdong +chinacache +23\.1200 +113\.2500$/m)
  t.match(terminal.printed(), /^Without a position, and so on no map: .*Atlantis - XX/m)
})

t.test('the same as JSON', async (t) => {
  const { settings } = await simulate(t, { size: 40 })
  const terminal = fakeTerminal()
  await locations({ providers, flags: {}, env: settings, terminal, json: true })
  const { places, unplaced } = JSON.parse(terminal.printed())
  t.ok(places.some(({ key, count }: { key: string; count: number }) => key === 'Amsterdam - NL' && count > 0))
  t.ok(unplaced.includes('Atlantis - XX'))
})

t.test('what is known without asking anybody', async (t) => {
  const terminal = fakeTerminal()
  t.equal(await locations({ providers, flags: {}, env: {}, terminal, known: true }), true)
  t.equal(terminal.printed().split('\n').length, 1 + providers.reduce((sum, { places = [] }) => sum + places.length, 0))
})

t.test('a provider that cannot be asked', async (t) => {
  const { settings, simulators } = await simulate(t)
  simulators.site24x7?.faults.set('token', 'revoked')
  const terminal = fakeTerminal()
  t.equal(await locations({ providers, flags: {}, env: settings, terminal }), false)
  t.match(terminal.noted(), /^site24x7 current_status cannot be asked: .*ZOHO_REFRESH_TOKEN/)
  t.match(terminal.printed(), 'Guangdong', 'the others are listed')
})
