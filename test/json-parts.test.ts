import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { parseInParts } from '../src/json-parts.ts'

/** The value with every part in its place. */
function parse(bytes: Buffer): unknown {
  const { value, open } = parseInParts(bytes, 'items')
  const whole = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map((element) => whole(open(element)))
    if (typeof part !== 'object' || part === null) return part
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, whole(inner)]))
  }
  return whole(value)
}

function outcomeOf(read: () => unknown): string {
  try {
    read()
    return 'taken'
  } catch (error) {
    return (error as Error).name
  }
}

t.test('what is read in parts is what was written', async (t) => {
  for (const text of [
    '{"items":[{"a":1},{"a":2}],"b":3}',
    '{"items":[]}',
    '{"items":[ \n ]}',
    '{"items": [1,2]}',
    '{"items":[ 1 ,\t[2, 3], "four]" , null]}',
    '{"groups":[{"items":[{"x":"]}"}]},{"items":[{"items":[1]}]}],"items":[{"y":"\\"items\\":["}]}',
    '{"items":["a\\\\","b\\"","监控","\\u0000part 0"]}',
    '{"a\\"items":[1]}',
    `{"items":[${Array.from({ length: 100 }, (_, i) => `{"i":${i}}`)}]}`,
    '[]',
    '"items"'
  ]) {
    t.strictSame(parse(Buffer.from(text)), JSON.parse(text), text)
  }
  t.strictSame(parse(Buffer.from('\uFEFF{"items":[1]}')), { items: [1] }, 'with a byte order mark')
})

t.test('elements are left alone until they are opened', async (t) => {
  const { value, open } = parseInParts(Buffer.from('{"items":[{"a":1},{"a":x},{"a":3}]}'), 'items')
  const { items } = value as { items: unknown[] }
  t.equal(items.length, 3)
  t.throws(() => items.map(open), SyntaxError)
})

t.test('what is no JSON is refused, at the latest when it is opened', async (t) => {
  for (const text of [
    '{"items":[1,]}',
    '{"items":[,1]}',
    '{"items":[,]}',
    '{"items":[1 2]}',
    '{"items":[1',
    '{"items":["a]}',
    '{"items":[{]}',
    '{"items":[{"a":1}}]}',
    '{"items":[1]',
    '{"items":[1],}',
    '{"items":[] ]}',
    '{"items":[\\]}',
    '{"items":["\\'
  ]) {
    t.throws(() => parse(Buffer.from(text)), SyntaxError, text)
  }
})

// Dense in what the cutting looks at.
const nastyText = fc.string({ unit: fc.constantFrom('"', '\\', '[', ']', '{', '}', ',', ':', 'items', 'é', '监') })
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.oneof(nastyText, fc.integer(), fc.constant(null)),
    fc.array(tie('tree'), { maxLength: 4 }),
    // No key with an escape: after many objects of one shape, JSON.parse itself takes "\"" for "\\" now and then.
    fc.dictionary(fc.constantFrom('a', 'é', 'items'), tie('tree')),
    fc.record({ items: fc.array(tie('tree'), { maxLength: 40 }) })
  )
}))

t.test('any JSON', async () => {
  fc.assert(
    fc.property(tree, fc.constantFrom(undefined, 1), (value, space) => {
      const text = JSON.stringify(value, undefined, space)
      assert.deepEqual(parse(Buffer.from(text)), JSON.parse(text))
    }),
    { numRuns: 500 }
  )
})

t.test('any damaged JSON is refused as JSON.parse refuses it', async () => {
  const damage = fc.record({
    at: fc.nat(),
    cut: fc.nat(3),
    put: fc.constantFrom('', '"', ',', ']', '}', '[', '\\', '1')
  })
  fc.assert(
    fc.property(tree, damage, (value, { at, cut, put }) => {
      const text = JSON.stringify({ items: [value, value] })
      const place = at % text.length
      const damaged = text.slice(0, place) + put + text.slice(place + cut)
      assert.equal(
        outcomeOf(() => parse(Buffer.from(damaged))),
        outcomeOf(() => JSON.parse(damaged))
      )
    }),
    { numRuns: 3000 }
  )
})
