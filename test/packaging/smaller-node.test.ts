/** The Node.js of the image, made from the one that runs this test. */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { sectionsOf, segmentsOf, types } from '../../packaging/elf.ts'
import { smallerNode } from '../../packaging/smaller-node.ts'

const program = readFileSync(process.execPath)
const isElf = program.toString('latin1', 1, 4) === 'ELF'

t.test('a smaller Node.js', { skip: isElf ? false : 'this system has programs in another format' }, async (t) => {
  const smaller = smallerNode(program)
  const path = join(t.testdir(), 'node')
  writeFileSync(path, smaller, { mode: 0o755 })
  /** What both say to the same script. */
  const both = (script: string, settings: Record<string, string> = {}) =>
    [process.execPath, path].map((node) => {
      const env = { PATH: process.env.PATH, TZ: 'Asia/Shanghai', ...settings }
      return execFileSync(node, ['--eval', script], { encoding: 'utf8', env })
    })

  t.test('is a third smaller', async (t) => {
    t.ok(smaller.length < (program.length * 2) / 3, `${smaller.length} of ${program.length} bytes`)
  })

  t.test('has all that it had in memory where it was, but for one gap', async (t) => {
    const loaded = segmentsOf(program).filter(({ type }) => type === types.load)
    const parts = segmentsOf(smaller).filter(({ type }) => type === types.load)
    t.equal(parts.length, loaded.length + 1)
    const bytes = parts.map(({ address, offset, size }) => ({ address, data: smaller.subarray(offset, offset + size) }))
    let differing = 0
    for (const { address, data } of bytes) {
      const home = loaded.find((each) => each.address <= address && address < each.address + each.memorySize)
      if (home === undefined) return t.fail('a part is where nothing was')
      const from = home.offset + address - home.address
      if (!program.subarray(from, from + data.length).equals(data)) differing += 1
    }
    t.equal(differing, 2, 'the headers differ, and what is before the gap, as it ends with the data of ICU')
    for (const { address, offset, alignment } of parts) t.equal(offset % alignment, address % alignment)
  })

  t.test('has sections that fit, for those who look into programs', async (t) => {
    const end = Math.max(
      ...sectionsOf(smaller).map(({ type, offset, size }) => (type === types.noBits ? 0 : offset + size))
    )
    t.ok(end <= smaller.length)
    const named = sectionsOf(smaller)[smaller.readUInt16LE(62)]
    t.match(smaller.toString('latin1', named?.offset, (named?.offset ?? 0) + (named?.size ?? 0)), /\0\.rodata\0/)
  })

  t.test('knows English, time zones and Unicode as before', async (t) => {
    const [before, after] = both(`
      const time = new Date(Date.UTC(2026, 6, 1, 12, 30))
      const zones = Intl.supportedValuesOf('timeZone')
      console.log(zones.map((timeZone) => time.toLocaleString('en-US', { timeZone, dateStyle: 'full', timeStyle: 'full' })))
      console.log(time.toString(), time.toLocaleString(), time.toLocaleString('en-GB'), (1234567.891).toLocaleString('en-IN'))
      const regions = new Intl.DisplayNames(['en'], { type: 'region' })
      console.log(['DE', 'CN', 'US'].map((code) => regions.of(code)), ['z', 'ä', 'a', 'Ж'].sort(new Intl.Collator('en').compare))
      console.log('ﬁ ǅ é 한'.normalize('NFKD'), 'İI'.toLowerCase('tr'), /\\p{Script=Han}/u.test('漢'))
      console.log(new URL('http://bücher.example/').host, new Intl.RelativeTimeFormat('en').format(-3, 'day'))
      for (const encoding of ['utf-8', 'utf-16le', 'utf-16be', 'latin1']) {
        console.log(new TextDecoder(encoding).decode(Buffer.from([0xc3, 0xa4, 0x20, 0x61])))
      }`)
    t.equal(after, before)
    t.match(before, 'China Standard Time')
  })

  t.test('answers in English where it is asked for another language', async (t) => {
    const [before, after] = both(`console.log(new Date(0).toLocaleString('de', { month: 'long' }))`)
    t.equal(before, 'Januar\n')
    t.equal(after, 'January\n')
  })

  t.test('knows no encodings but those of Unicode, and says so', async (t) => {
    const [, after] = both(`try { new TextDecoder('gbk') } catch ({ code }) { console.log(code) }`)
    t.equal(after, 'ERR_ENCODING_NOT_SUPPORTED\n')
  })

  t.test('cannot be made smaller once more', async (t) => {
    t.throws(() => smallerNode(smaller), /the data of ICU is small already|no ELF|in an unknown format|no data of ICU/)
  })
})

t.test('what is no such program is refused', async (t) => {
  t.throws(() => smallerNode(Buffer.alloc(100)), /this is no ELF program of 64 bits/)
  if (!isElf) return
  const other = Buffer.from(program)
  const magic = other.indexOf('CmnD')
  for (let at = magic; at >= 0; at = other.indexOf('CmnD', at + 1)) other.write('XXXX', at, 'latin1')
  t.throws(() => smallerNode(other), /the data of ICU is in an unknown format/)
})
