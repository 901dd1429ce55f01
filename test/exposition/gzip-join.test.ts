import { execFileSync } from 'node:child_process'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import t from 'tap'
import {
  type Deflated,
  deflate,
  deflateNow,
  inflate,
  inflateNow,
  joinDeflated,
  joinGzip,
  packed
} from '../../src/exposition/gzip-join.ts'

/** Plain bytes as the one part that comes of them. */
async function onePart(pieces: readonly Uint8Array[]): Promise<Deflated> {
  const [part] = await deflate(pieces)
  return part as Deflated
}

t.test('the parts in their order, checksum and length included', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 3000 }), { maxLength: 6 }), async (texts) => {
      const parts = await Promise.all(texts.map((text) => onePart([text])))
      // The checks of zlib fail on a wrong checksum or length.
      return gunzipSync(joinGzip(parts)).equals(Buffer.concat(texts))
    }),
    { numRuns: 200 }
  )
  t.pass()
})

t.test('a part can stand in several files, in any order', async (t) => {
  const [a, b] = await Promise.all([
    onePart([Buffer.from('first\n'), Buffer.from('second\n')]),
    onePart([Buffer.from('third\n')])
  ])
  t.equal(gunzipSync(joinGzip([a, b, a])).toString(), 'first\nsecond\nthird\nfirst\nsecond\n')
  t.equal(gunzipSync(joinGzip([b, a])).toString(), 'third\nfirst\nsecond\n')
  t.equal(gunzipSync(joinGzip([])).length, 0)
})

t.test('parts of many megabytes go piece by piece', async (t) => {
  const pieces = Array.from({ length: 5 }, (_, i) => Buffer.alloc(700_000, `line ${i} of many\n`))
  const part = await onePart(pieces)
  t.equal(part.length, 3_500_000)
  t.ok(
    gunzipSync(joinGzip([part, await onePart([Buffer.from('end')])])).equals(
      Buffer.concat([...pieces, Buffer.from('end')])
    )
  )
})

t.test('the gzip of the system reads one member', async (t) => {
  const file = joinGzip([await onePart([Buffer.from('a\n')]), await onePart([Buffer.from('b\n')])])
  t.equal(execFileSync('gzip', ['-dc'], { input: file }).toString(), 'a\nb\n')
  // Not to be told from the start of a member: no second header follows the first.
  t.equal(file.indexOf(Buffer.from([0x1f, 0x8b, 8]), 1), -1)
})

t.test('what is compressed already stays as it is, between what is not', async (t) => {
  const middle = deflateNow(Buffer.from('middle\n'))
  const parts = await deflate([Buffer.from('a\n'), Buffer.from('b\n'), middle, Buffer.from('c\n')])
  t.equal(parts.length, 3, 'plain pieces that follow each other are one part')
  t.equal(parts[1], middle)
  t.equal(gunzipSync(joinGzip(parts)).toString(), 'a\nb\nmiddle\nc\n')
  t.same(await deflate([]), [])
})

t.test('parts as one, and their plain bytes again', async (t) => {
  const large = Buffer.alloc(300_000, 'line of many\n')
  const one = joinDeflated([deflateNow(Buffer.from('a\n')), deflateNow(large), deflateNow(Buffer.alloc(0))])
  t.equal(one.length, 300_002)
  const plain = Buffer.concat([Buffer.from('a\n'), large])
  t.ok(Buffer.from(await inflate(one)).equals(plain))
  t.equal(await inflate(plain), plain, 'what is plain is that already')
  t.ok(gunzipSync(joinGzip([one, one])).equals(Buffer.concat([plain, plain])))
  t.equal((await inflate(joinDeflated([]))).length, 0)
})

t.test('what is kept keeps no memory but its own', async (t) => {
  const shared = Buffer.from('x'.repeat(100_000))
  const small = (await packed(shared.subarray(10, 20))) as Uint8Array
  t.equal(Buffer.from(small).toString(), 'xxxxxxxxxx')
  const parts = ['a', 'bc'].map((text) => deflateNow(Buffer.from(text.repeat(5000))))
  const joined = joinDeflated(parts)
  t.equal(Buffer.from(await inflate(joined)).toString(), `${'a'.repeat(5000)}${'bc'.repeat(5000)}`)
  for (const { buffer, length } of [small, joined.bytes, ...parts.map(({ bytes }) => bytes)]) {
    t.equal(buffer.byteLength, length)
  }
  t.equal(joinDeflated([joined]), joined, 'one part is the whole already')
  const plain = inflateNow(parts[0] as Deflated)
  t.equal(plain.buffer.byteLength, plain.length, 'also a small one, which zlib takes from the pool')
})
