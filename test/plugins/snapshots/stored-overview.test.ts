import t from 'tap'
import { decodeSnapshot, encodeSnapshot } from '../../../plugins/snapshots/stored-snapshot.ts'
import type { Overview } from '../../../src/contract/provider.ts'

const overview: Overview = {
  noun: 'monitors',
  states: [{ name: 'down', severity: 'critical', count: 2 }],
  sights: [{ place: 'Rome', count: 3, severity: 'critical' }],
  troubles: [{ name: 'shop', state: 'down', severity: 'critical', lasting: 60_000, where: ['Rome'] }],
  regions: [{ code: 'IT', name: 'Italy', share: 0.5 }],
  unplaced: ['Atlantis']
}

const thereAndBack = async (given?: Overview) => {
  const collected = { families: [], ...(given === undefined ? {} : { overview: given }) }
  const stored = await decodeSnapshot(await encodeSnapshot({ savedAt: 1, collected }, 'mine'), 'mine')
  return typeof stored === 'string' ? stored : stored.collected.overview
}

t.test('what people see first comes back from a store', async (t) => {
  t.strictSame(await thereAndBack(overview), overview)
  t.equal(await thereAndBack(), undefined)
})

t.test('one of another form is not taken', async (t) => {
  const foreign = { ...overview, states: [{ name: '<b>', severity: 'purple', count: 1 }] } as unknown as Overview
  t.match(await thereAndBack(foreign), /another version/)
})
