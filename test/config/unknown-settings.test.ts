import t from 'tap'
import { providers } from '../../providers/index.ts'
import { unknownSettings } from '../../src/config/unknown-settings.ts'

const messages = (...names: string[]) =>
  unknownSettings(Object.fromEntries(names.map((name) => [name, 'hunter2'])), providers).map(
    ({ setting, message }) => `${setting} ${message}`
  )

t.test('a name that is nearly a setting is told with the setting', async (t) => {
  t.strictSame(messages('SITE24X7_TTTL'), ['SITE24X7_TTTL is not a setting; did you mean SITE24X7_TTL?'])
  t.strictSame(messages('ZOHO_CLIENT_SECRT'), ['ZOHO_CLIENT_SECRT is not a setting; did you mean ZOHO_CLIENT_SECRET?'])
  t.strictSame(messages('PUSHGATEWY'), ['PUSHGATEWY is not a setting; did you mean PUSHGATEWAY?'])
  t.strictSame(messages('ZOHO_REFRESH_TOKEN_FLE'), [
    'ZOHO_REFRESH_TOKEN_FLE is not a setting; did you mean ZOHO_REFRESH_TOKEN_FILE?'
  ])
})

t.test('a name that begins as those of a provider do is told', async (t) => {
  t.strictSame(messages('CHINACACHE_WINDOW', 'ZOHO_BASE_URL_OVERRIDE'), [
    'CHINACACHE_WINDOW is not a setting',
    'ZOHO_BASE_URL_OVERRIDE is not a setting'
  ])
})

t.test('what is a setting, and what is of others, is not', async (t) => {
  t.strictSame(
    messages('SITE24X7_TTL', 'ZOHO_CLIENT_ID_FILE', 'LOG_LEVEL', 'PATH', 'HOME', 'LOG_DIR', 'https_proxy'),
    []
  )
  t.strictSame(
    messages(
      'SITE24X7_EXPORTER_SERVICE_HOST',
      'SITE24X7_EXPORTER_SERVICE_PORT_METRICS',
      'CHINACACHE_PORT',
      'CHINACACHE_PORT_9803_TCP',
      'CHINACACHE_PORT_9803_TCP_ADDR'
    ),
    [],
    'Kubernetes tells of services'
  )
})
