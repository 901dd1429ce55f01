import { format, inspect } from 'node:util'
import t from 'tap'
import { Secret } from '../../src/contract/secret.ts'
import { logSink } from '../support/log-sink.ts'

const sentinel = 'SENTINEL-0815'

t.test('nothing prints a secret', async (t) => {
  const secret = new Secret(() => sentinel)
  const holder = { nested: [secret], map: new Map([['key', secret]]) }
  const sink = logSink()
  sink.log.info({ secret, holder }, format('%s %o %O %j', secret, secret, secret, secret))
  const printed = [
    `${secret}`,
    String(secret),
    ['', secret].join(),
    JSON.stringify({ secret }),
    inspect(secret),
    inspect(holder, { depth: 9, showHidden: true, customInspect: false }),
    inspect(holder, { depth: 9 }),
    Object.entries(secret).join(),
    sink.text()
  ]
  for (const text of printed) t.notMatch(text, sentinel)
  t.equal(`${secret}`, '[redacted]')
  t.equal(JSON.stringify({ secret }), '{"secret":"[redacted]"}')
  t.equal(inspect([secret]), '[ [redacted] ]')
  t.throws(() => JSON.parse(JSON.stringify(structuredClone(secret))).read(), 'nor does a copy have it')
})

t.test('it is read anew each time, without the newline that editors add', async (t) => {
  const values = [' first\n', 'second']
  const secret = new Secret(() => values.shift() ?? '')
  t.equal(secret.read(), 'first')
  t.equal(secret.read(), 'second')
})

t.test('what its reader throws comes through', async (t) => {
  const secret = new Secret(() => {
    throw new Error('no such file')
  })
  t.throws(() => secret.read(), { message: 'no such file' })
  t.equal(`${secret}`, '[redacted]', 'printing it does not read it')
})
