import t from 'tap'
import { createResponseCache } from '../../../plugins/metrics/response-cache.ts'
import { manualClock } from '../../support/manual-clock.ts'

type Made = [format: string, isCompressed: boolean, providers: readonly string[] | undefined]

function setUp() {
  const clock = manualClock()
  const made: Made[] = []
  const state = { version: 1, error: undefined as Error | undefined }
  const answers = createResponseCache({
    clock,
    version: () => state.version,
    async make(format, isCompressed, providers) {
      made.push([format, isCompressed, providers])
      if (state.error !== undefined) throw state.error
      return Buffer.from(String(made.length))
    }
  })
  return { clock, made, state, answers }
}

t.test('an answer is sent again for a second, and then made anew', async (t) => {
  const { clock, made, answers } = setUp()
  const first = await answers.get('text', true, undefined)
  await clock.advance(999)
  t.equal(await answers.get('text', true, undefined), first, 'the very same bytes')
  t.equal(made.length, 1)
  await clock.advance(1)
  t.equal(String(await answers.get('text', true, undefined)), '2')
})

t.test('a change is served at once', async (t) => {
  const { state, made, answers } = setUp()
  await answers.get('text', true, undefined)
  state.version += 1
  t.equal(String(await answers.get('text', true, undefined)), '2')
  await answers.get('text', true, undefined)
  t.equal(made.length, 2)
})

t.test('parallel calls share one answer', async (t) => {
  const { made, answers } = setUp()
  const bodies = await Promise.all(Array.from({ length: 50 }, () => answers.get('openmetrics', false, undefined)))
  t.equal(new Set(bodies).size, 1)
  t.strictSame(made, [['openmetrics', false, undefined]])
})

t.test('each format, encoding and set of providers has its own', async (t) => {
  const { made, answers } = setUp()
  const kinds: Made[] = [
    ['text', true, undefined],
    ['text', false, undefined],
    ['openmetrics', true, undefined],
    ['text', true, []],
    ['text', true, ['a']],
    ['text', true, ['a', 'b']]
  ]
  for (const [format, isCompressed, providers] of kinds) await answers.get(format as 'text', isCompressed, providers)
  t.strictSame(made, kinds)
  await answers.get('text', true, ['b', 'a', 'b'])
  t.equal(made.length, kinds.length, 'neither order nor repetition makes another set')
})

t.test('a failure is told to who asked, and forgotten', async (t) => {
  const { state, answers } = setUp()
  state.error = new Error('broken')
  await t.rejects(async () => answers.get('text', true, undefined), { message: 'broken' })
  state.error = undefined
  t.equal(String(await answers.get('text', true, undefined)), '2')
})
