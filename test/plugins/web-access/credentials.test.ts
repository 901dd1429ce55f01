import t from 'tap'
import { parseCredentials } from '../../../plugins/web-access/credentials.ts'

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`

t.test('credentials are read', async (t) => {
  const alice = { scheme: 'basic', user: 'alice', password: 'a:b' }
  t.strictSame(parseCredentials(basic('alice:a:b')), alice)
  t.strictSame(parseCredentials(basic('alice:a:b').replace('Basic', 'bAsIc ')), alice)
  t.strictSame(parseCredentials(basic('ü:ö')), { scheme: 'basic', user: 'ü', password: 'ö' })
  t.strictSame(parseCredentials(basic(':')), { scheme: 'basic', user: '', password: '' })
  t.strictSame(parseCredentials('Bearer a.b-c'), { scheme: 'bearer', token: 'a.b-c' })
})

t.test('what is none is none', async (t) => {
  for (const header of [
    undefined,
    '',
    'Basic',
    'Basic ',
    basic('alice'),
    'Digest x',
    'Bearer',
    'Bearer a b',
    'alice:x'
  ]) {
    t.equal(parseCredentials(header), undefined, String(header))
  }
})
