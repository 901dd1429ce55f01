import t from 'tap'
import { faultOfClient, namesOf } from '../../../plugins/web-access/client-certificate.ts'

t.test('names are read as Node.js prints them, and none can pretend to be two', async (t) => {
  t.strictSame(namesOf('DNS:a.example, IP Address:10.0.0.1, URI:spiffe://x/y, email:a@b.example'), [
    'a.example',
    '10.0.0.1',
    'spiffe://x/y',
    'a@b.example'
  ])
  t.strictSame(namesOf('DNS:"evil.example, DNS:good.example", DNS:b'), ['evil.example, DNS:good.example', 'b'])
  t.strictSame(namesOf('URI:"http://x/\\", DNS:good.example"'), ['http://x/", DNS:good.example'])
  t.strictSame(namesOf('othername:"UPN:DNS:a, DNS:b", Registered ID:1.2.3, DirName:CN = x, DNS:c'), ['c'])
  t.strictSame(namesOf(undefined), [])
  t.strictSame(namesOf('DNS:a, !!!, DNS:b'), ['a'])
})

const shown = (subjectAltName: string, authorized: boolean) => ({
  authorized,
  authorizationError: authorized ? null : 'CERT_HAS_EXPIRED',
  getPeerX509Certificate: () => ({ subjectAltName }) as never
})

t.test('each policy lets in whom it should', async (t) => {
  const bare = { authorized: false, authorizationError: 'x', getPeerX509Certificate: () => undefined }
  const good = shown('DNS:a', true)
  const expired = shown('DNS:a', false)
  const policy = (clientAuth: Parameters<typeof faultOfClient>[1]['clientAuth'], allowedSans?: string[]) => ({
    clientAuth,
    allowedSans
  })
  for (const client of [bare, good, expired, {}]) {
    t.equal(faultOfClient(client, policy('NoClientCert')), undefined)
    t.equal(faultOfClient(client, policy('RequestClientCert')), undefined)
  }
  t.equal(faultOfClient(bare, policy('VerifyClientCertIfGiven')), undefined)
  t.equal(faultOfClient(bare, policy('RequireAnyClientCert')), 'a client certificate is needed')
  t.equal(faultOfClient(bare, policy('RequireAndVerifyClientCert')), 'a client certificate is needed')
  t.equal(faultOfClient({}, policy('RequireAndVerifyClientCert')), 'a client certificate is needed')
  t.equal(faultOfClient(expired, policy('RequireAnyClientCert')), undefined)
  const reason = 'the client certificate is not accepted (CERT_HAS_EXPIRED)'
  t.equal(faultOfClient(expired, policy('VerifyClientCertIfGiven')), reason)
  t.equal(faultOfClient(expired, policy('RequireAndVerifyClientCert', ['a'])), reason)
  t.equal(faultOfClient(good, policy('RequireAndVerifyClientCert')), undefined)
  t.equal(faultOfClient(good, policy('RequireAndVerifyClientCert', ['b', 'a'])), undefined)
  t.match(faultOfClient(good, policy('RequireAndVerifyClientCert', ['A', 'b'])), /none of the names/)
  t.equal(faultOfClient(shown('IP Address:0:0:0:0:0:0:0:1', true), policy('RequireAnyClientCert', ['::1'])), undefined)
})
