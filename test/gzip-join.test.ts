import { execFileSync } from 'node:child_process'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import t from 'tap'
import { deflate, joinGzip } from '../src/gzip-join.ts'

t.test('the parts in their order, checksum and length included', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 3000 }), { maxLength: 6 }), async (texts) => {
      const parts = await Promise.all(texts.map((text) => deflate([text])))
      // The checks of zlib fail on a wrong checksum or length.
      return gunzipSync(joinGzip(parts)).equals(Buffer.concat(texts))
    }),
    { numRuns: 200 }
  )
  t.pass()
})

t.test('a part can stand in several files, in any order', async (t) => {
  const [a, b] = await Promise.all([
    deflate([Buffer.from('first\n'), Buffer.from('second\n')]),
    deflate([Buffer.from('third\n')])
  ])
  t.equal(gunzipSync(joinGzip([a, b, a])).toString(), 'first\nsecond\nthird\nfirst\nsecond\n')
  t.equal(gunzipSync(joinGzip([b, a])).toString(), 'third\nfirst\nsecond\n')
  t.equal(gunzipSync(joinGzip([])).length, 0)
})

t.test('parts of many megabytes go piece by piece', async (t) => {
  const pieces = Array.from({ length: 5 }, (_, i) => Buffer.alloc(700_000, `line ${i} of many\n`))
  const part = await deflate(pieces)
  t.equal(part.length, 3_500_000)
  t.ok(
    gunzipSync(joinGzip([part, await deflate([Buffer.from('end')])])).equals(
      Buffer.concat([...pieces, Buffer.from('end')])
    )
  )
})

t.test('the gzip of the system reads one member', async (t) => {
  const file = joinGzip([await deflate([Buffer.from('a\n')]), await deflate([Buffer.from('b\n')])])
  t.equal(execFileSync('gzip', ['-dc'], { input: file }).toString(), 'a\nb\n')
  // Not to be told from the start of a member: no second header follows the first.
  t.equal(file.indexOf(Buffer.from([0x1f, 0x8b, 8]), 1), -1)
})
