import t from 'tap'
import { filled, tableOfPeers } from '../../bench/peer.ts'

t.test('places are filled into arguments and variables', async (t) => {
  const peer = {
    command: './other',
    args: ['--listen={address}', '{port}', '{else}'],
    env: ['API={api}?a=b', 'EMPTY=']
  }
  t.strictSame(filled(peer, { address: '127.0.0.1:1', port: '1', api: 'http://127.0.0.1:2/api' }), {
    command: './other',
    args: ['--listen=127.0.0.1:1', '1', '{else}'],
    env: { API: 'http://127.0.0.1:2/api?a=b', EMPTY: '' }
  })
})

t.test('the table has both sides', async (t) => {
  const ours = { series: 1671, scrapes: 5000, firstData: 600, memory: 115, calls: 1 }
  const peer = { series: 300, scrapes: 250, firstData: 41, memory: undefined, calls: 751 }
  const table = tableOfPeers(new Map([[100, { ours, peer }]]))
  t.match(table, /\| scrapes\/s +\| 5,000 \/ 250 +\|/)
  t.match(table, /\| most memory, MB +\| 115 \/ - +\|/)
})
