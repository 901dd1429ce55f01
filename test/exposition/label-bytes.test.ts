import t from 'tap'
import { labelBytes } from '../../src/exposition/label-bytes.ts'

const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString()

/** Labels that count how often they are read. */
function counted(value = 'a') {
  let reads = 0
  const labels = Object.defineProperty({} as Record<string, string>, 'site', {
    enumerable: true,
    get() {
      reads += 1
      return value
    }
  })
  return { labels, reads: () => reads }
}

t.test('labels as both formats write them', async (t) => {
  t.equal(textOf(labelBytes({})), '')
  t.equal(textOf(labelBytes({ a: '' })), '{a=""}')
  t.equal(textOf(labelBytes({ b: 'x y', a: 'é监😀' })), '{b="x y",a="é监😀"}')
  t.equal(textOf(labelBytes({ a: 'C:\\"new"\nline' })), '{a="C:\\\\\\"new\\"\\nline"}')
  t.equal(textOf(labelBytes({ a: '\uD83D' })), '{a="\uFFFD"}')
})

t.test('an object is escaped once', async (t) => {
  const { labels, reads } = counted()
  const first = labelBytes(labels)
  t.equal(labelBytes(labels), first, 'the very same bytes')
  t.equal(reads(), 1)
  t.strictSame(Object.keys(labels), ['site'], 'what is kept with it is no label')
  t.equal(JSON.stringify(labels), '{"site":"a"}')
  t.strictSame(structuredClone({ ...labels }), { site: 'a' })
})

t.test('a copy that gets more labels has a text of its own', async (t) => {
  const labels = { a: '1' }
  labelBytes(labels)
  t.equal(textOf(labelBytes({ ...labels, b: '2' })), '{a="1",b="2"}')
  t.equal(textOf(labelBytes({ ...labels, a: '3' })), '{a="3"}')
})

t.test('a frozen object is escaped each time', async (t) => {
  const { labels, reads } = counted()
  Object.freeze(labels)
  t.equal(textOf(labelBytes(labels)), '{site="a"}')
  t.equal(textOf(labelBytes(labels)), '{site="a"}')
  t.equal(reads(), 2)
})

t.test('label sets share buffers and keep apart', async (t) => {
  const sets = Array.from({ length: 2000 }, (_, i) => ({ site: `site ${i} 监`, n: String(i) }))
  const bytes = sets.map(labelBytes)
  t.ok(new Set(bytes.map(({ buffer }) => buffer)).size < 100, 'far fewer buffers than label sets')
  t.same(
    bytes.map(textOf),
    sets.map(({ site, n }) => `{site="${site}",n="${n}"}`),
    'none was written over another'
  )
})

t.test('a label set longer than a buffer', async (t) => {
  const long = 'é'.repeat(100_000)
  t.equal(textOf(labelBytes({ long })), `{long="${long}"}`)
  t.equal(textOf(labelBytes({ short: 'a' })), '{short="a"}')
})
