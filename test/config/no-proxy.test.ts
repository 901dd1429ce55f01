/** The forms of `NO_PROXY` that Go and curl take: what each matches, and what it does not. */
import t from 'tap'
import { parseNoProxy } from '../../src/config/no-proxy.ts'

const rows: [form: string, straight: readonly string[], byProxy: readonly string[]][] = [
  ['*', ['http://stats.test', 'https://[::1]', 'http://127.0.0.1:8080'], []],
  [
    'example.com',
    ['http://example.com', 'https://a.b.example.com:8443'],
    ['http://badexample.com', 'http://example.org']
  ],
  ['.example.com', ['http://a.example.com', 'http://example.com'], ['http://notexample.com']],
  ['*.example.com', ['http://a.example.com'], ['http://example.com', 'http://an.example.com.test']],
  ['STATS.TEST', ['http://stats.test', 'https://A.Stats.Test'], ['http://stats.example']],
  ['stats.test.', ['http://stats.test', 'http://stats.test.', 'http://a.stats.test.'], ['http://stats.example']],
  ['stats.test:8443', ['https://stats.test:8443', 'https://a.stats.test:8443'], ['https://stats.test']],
  ['stats.test:443', ['https://stats.test'], ['http://stats.test']],
  ['stats.test:80', ['http://stats.test'], ['https://stats.test']],
  ['localhost', ['http://localhost:9091'], ['http://127.0.0.1:9091']],
  ['bücher.example', ['http://bücher.example', 'http://xn--bcher-kva.example'], ['http://example']],
  ['127.0.0.1', ['http://127.0.0.1:80', 'http://[::ffff:127.0.0.1]'], ['http://127.0.0.2', 'http://localhost']],
  ['127.0.0.1:8080', ['http://127.0.0.1:8080'], ['http://127.0.0.1']],
  ['127.0.0.0/8', ['http://127.255.0.1'], ['http://128.0.0.1', 'http://localhost', 'http://[::1]']],
  ['192.0.2.0/25', ['http://192.0.2.127'], ['http://192.0.2.128']],
  ['192.0.2.7/24', ['http://192.0.2.200'], ['http://192.0.3.7']],
  ['0.0.0.0/0', ['http://192.0.2.1'], ['http://[2001:db8::1]', 'http://stats.test']],
  ['192.0.2.1-192.0.2.9', ['http://192.0.2.9'], ['http://192.0.2.10']],
  ['::1', ['http://[::1]', 'http://[0:0:0:0:0:0:0:1]:80'], ['http://[::2]']],
  ['[::1]', ['http://[::1]:9091'], ['http://[::2]']],
  ['[::1]:443', ['https://[::1]'], ['http://[::1]']],
  ['::/0', ['http://[::1]', 'http://[2001:db8::1]'], ['http://192.0.2.1', 'http://stats.test']],
  ['2001:DB8::/32', ['http://[2001:db8:1::1]'], ['http://[2001:db9::1]']],
  ['[2001:db8::]/32', ['http://[2001:db8:1::1]'], ['http://[2001:db9::1]']],
  ['::ffff:127.0.0.1', ['http://127.0.0.1'], ['http://127.0.0.2']],
  ['a.test b.test', ['http://a.test', 'http://b.test'], ['http://c.test']],
  [' a.test , ,b.test,', ['http://a.test', 'http://b.test'], ['http://c.test']],
  ['a_b.test', ['http://a_b.test'], ['http://b.test']],
  ['', [], ['http://a.test', 'http://127.0.0.1']]
]

for (const [form, straight, byProxy] of rows) {
  t.test(`NO_PROXY=${form}`, async (t) => {
    const { entryFor, unreadable } = parseNoProxy(form)
    t.strictSame(unreadable, [])
    for (const url of straight) t.ok(entryFor(new URL(url)), `${url} goes straight`)
    for (const url of byProxy) t.equal(entryFor(new URL(url)), undefined, `${url} goes by the proxy`)
  })
}

t.test('the entry is told as it was written', async (t) => {
  t.equal(parseNoProxy('a.test, Stats.TEST.').entryFor(new URL('http://x.stats.test')), 'Stats.TEST.')
})

t.test('what is none of the forms is named, and the rest holds', async (t) => {
  const strange = [
    '10.0.0.0/33',
    '::/129',
    'http://a.test',
    'a.test/b',
    '*.*.test',
    'a*.test',
    '1.2.3',
    '[::1',
    'a..test',
    '.'
  ]
  const { entryFor, unreadable } = parseNoProxy(`${strange.join(',')},b.test`)
  t.strictSame(unreadable, strange)
  t.equal(entryFor(new URL('http://b.test')), 'b.test')
  t.equal(entryFor(new URL('http://a.test')), undefined)
})
