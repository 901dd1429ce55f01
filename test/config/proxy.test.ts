import t from 'tap'
import { complaintOfNoProxy, describeProxy, proxySettings, waysOut, withoutPassword } from '../../src/config/proxy.ts'
import { faultsFrom } from '../support/load-faults.ts'

t.test('upper case goes before lower case', async (t) => {
  const env = {
    HTTP_PROXY: 'http://upper:1',
    http_proxy: 'http://lower:1',
    https_proxy: 'http://lower:2',
    NO_PROXY: 'upper.example',
    no_proxy: 'lower.example'
  }
  t.strictSame(proxySettings(env), {
    HTTP_PROXY: 'http://upper:1/',
    HTTPS_PROXY: 'http://lower:2/',
    NO_PROXY: 'upper.example'
  })
  t.strictSame(
    proxySettings({ HTTP_PROXY: '', http_proxy: 'http://lower:1' }),
    { HTTP_PROXY: 'http://lower:1/' },
    'unless it is empty'
  )
  t.strictSame(proxySettings({ no_proxy: '*' }), { NO_PROXY: '*' })
  t.strictSame(proxySettings({ PATH: '/bin' }), {})
})

t.test('the scheme may be left out, as with curl', async (t) => {
  t.strictSame(proxySettings({ HTTPS_PROXY: 'proxy:3128' }), { HTTPS_PROXY: 'http://proxy:3128/' })
  t.strictSame(proxySettings({ HTTPS_PROXY: 'user:pass@10.0.0.1:3128' }), {
    HTTPS_PROXY: 'http://user:pass@10.0.0.1:3128/'
  })
})

t.test('what is no proxy is refused under the name it was given, without its password', async (t) => {
  for (const value of ['ftp://u:hunter2@h:1', 'http://u:hunter2@h:99999', 'http://u:hunter2@', 'u hunter2:1']) {
    const faults = faultsFrom(() => proxySettings({ https_proxy: value, HTTP_PROXY: value }))
    t.strictSame(
      faults.map(({ setting }) => setting),
      ['HTTP_PROXY', 'https_proxy'],
      value
    )
    t.notMatch(JSON.stringify(faults), /hunter2/)
  }
})

t.test('the log shows a proxy without user and password', async (t) => {
  const proxy = proxySettings({ HTTP_PROXY: 'http://user:hunter2@proxy:3128/x?hunter2', NO_PROXY: 'a,b' })
  t.strictSame(describeProxy(proxy), { HTTP_PROXY: 'http://proxy:3128', NO_PROXY: 'a,b' })
  t.equal(withoutPassword('https://u:p@h'), 'https://h')
  t.equal(withoutPassword('no url'), '[unreadable]')
})

t.test('a proxy for all is for what has none of its own, in both cases', async (t) => {
  const stats = new URL('https://stats.test/v1')
  const way = (env: Record<string, string>) => waysOut(proxySettings(env)).to(stats)
  t.match(way({ ALL_PROXY: 'proxy.test:3128' }), {
    proxy: { variable: 'ALL_PROXY', url: 'http://proxy.test:3128/' },
    why: 'by ALL_PROXY, http://proxy.test:3128'
  })
  t.match(way({ all_proxy: 'socks5h://u:hunter2@proxy.test' }), {
    proxy: { url: 'socks5h://u:hunter2@proxy.test' },
    why: 'by ALL_PROXY, socks5h://proxy.test'
  })
  t.match(way({ ALL_PROXY: 'all.test', HTTPS_PROXY: 'own.test', http_proxy: 'other.test' }), {
    proxy: { variable: 'HTTPS_PROXY', url: 'http://own.test/' }
  })
  t.match(way({ ALL_PROXY: 'all.test', HTTP_PROXY: 'other.test' }), { proxy: { variable: 'ALL_PROXY' } })
  t.strictSame(way({ ALL_PROXY: 'all.test', no_proxy: 'a.test,stats.test' }), {
    proxy: undefined,
    why: 'straight, as NO_PROXY has stats.test'
  })
  t.strictSame(way({ HTTP_PROXY: 'other.test' }), {
    proxy: undefined,
    why: 'straight, as neither HTTPS_PROXY nor ALL_PROXY is set'
  })
})

t.test('what NO_PROXY has beyond its forms is named', async (t) => {
  t.equal(complaintOfNoProxy({ NO_PROXY: 'a.test' }), undefined)
  t.equal(complaintOfNoProxy({}), undefined)
  t.match(complaintOfNoProxy({ NO_PROXY: 'a.test, 10.0.0.0/33' }), /stand for nothing: 10\.0\.0\.0\/33$/)
})
