import t from 'tap'
import { seal, unseal, unsealBytes } from '../../src/contract/sealed.ts'

t.test('who has the secret reads it, whatever it is', async (t) => {
  for (const text of ['', 'x', 'a token', 'ünï 🏭', 'x'.repeat(10_000)])
    t.equal(unseal('secret', seal('secret', text)), text)
})

t.test('who has not reads nothing', async (t) => {
  const sealed = seal('secret', 'SENTINEL')
  for (const wrong of ['', 'Secret', 'secret ', 'SENTINEL']) t.equal(unseal(wrong, sealed), undefined)
  t.notOk(sealed.includes('SENTINEL'))
})

t.test('the same text is never sealed to the same bytes', async (t) => {
  const all = new Set(Array.from({ length: 100 }, () => seal('secret', 'text').toString('hex')))
  t.equal(all.size, 100)
})

t.test('a changed bit or a missing end is noticed', async (t) => {
  const sealed = seal('secret', 'text')
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const changed = Buffer.from(sealed)
    changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7))
    if (unseal('secret', changed) !== undefined) t.fail(`bit ${bit}`)
  }
  for (let length = 0; length < sealed.length; length++) {
    if (unseal('secret', sealed.subarray(0, length)) !== undefined) t.fail(`${length} bytes`)
  }
  t.equal(unseal('secret', Buffer.concat([sealed, Buffer.from('x')])), undefined)
})

t.test('bytes are sealed as they are', async (t) => {
  const bytes = Buffer.from([0, 0xff, 0xfe, 0x80, 10])
  t.strictSame(unsealBytes('secret', seal('secret', bytes)), bytes)
  t.equal(unsealBytes('other', seal('secret', bytes)), undefined)
})
