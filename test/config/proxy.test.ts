import t from 'tap'
import { describeProxy, proxySettings, withoutPassword } from '../../src/config/proxy.ts'
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
  for (const value of ['socks5://u:hunter2@h:1', 'http://u:hunter2@h:99999', 'http://u:hunter2@', 'u hunter2:1']) {
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
