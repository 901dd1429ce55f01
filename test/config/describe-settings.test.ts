import t from 'tap'
import { loadConfig } from '../../src/config/config.ts'
import { describeSettings } from '../../src/config/describe-settings.ts'
import { acmeCredentials, madeUpProvider } from '../support/made-up-provider.ts'

const describe = (env: Record<string, string>) =>
  describeSettings(loadConfig({ providers: [madeUpProvider()], env: { ...acmeCredentials, ...env } }))

t.test('the settings in force are shown, and of secrets only whether they are set', async (t) => {
  const shown = describe({ LISTEN_ADDRESS: ':1' })
  t.match(shown, { LISTEN_ADDRESS: ':1', LOG_LEVEL: 'info', ACME_PASS: 'set', PUSHGATEWAY: 'not set' })
  t.notMatch(JSON.stringify(shown), acmeCredentials.ACME_PASS)
  t.notHas(shown, 'PUSH_JOB', 'what is not set is not shown')
})

t.test('a proxy and URLs are shown without user and password', async (t) => {
  const shown = describe({
    HTTPS_PROXY: 'http://user:hunter2@proxy:3128',
    PUSH_GROUPING: 'u=http://a:hun/ter2@b@host/x'
  })
  t.match(shown, { HTTPS_PROXY: 'http://proxy:3128', PUSH_GROUPING: 'u=http://host/x' })
})
