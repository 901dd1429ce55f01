import { EventEmitter } from 'node:events'
import type { FastifyReply, FastifyRequest } from 'fastify'
import t from 'tap'
import { createScrapeLimit } from '../../../plugins/metrics/scrape-limit.ts'
import { manualClock } from '../../support/manual-clock.ts'

const patience = 1000

function setUp(size = Number.POSITIVE_INFINITY) {
  const clock = manualClock()
  const state = { refused: 0, thrownOut: [] as string[] }
  const gate = createScrapeLimit({
    clock,
    size,
    patience,
    refusal: 'full',
    onRefused: () => {
      state.refused += 1
    }
  })

  /** Comes to the gate. Returns whether it was let in, and a function that leaves. */
  function come(name: string, destroyed = false) {
    const raw = Object.assign(new EventEmitter(), {
      destroyed,
      destroy() {
        state.thrownOut.push(name)
        raw.emit('close')
      }
    })
    const reply = { raw, code: () => reply, header: () => reply, type: () => reply, send: () => reply }
    let isInside = false
    gate({} as FastifyRequest, reply as unknown as FastifyReply, () => {
      isInside = true
    })
    return { isInside, leave: () => raw.emit('close') }
  }
  return { clock, state, come }
}

t.test('each has all of its time and no more, whenever others came', async (t) => {
  const { clock, state, come } = setUp()
  come('first')
  await clock.advance(400)
  come('second')
  come('third')
  await clock.advance(599)
  t.strictSame(state.thrownOut, [])
  await clock.advance(1)
  t.strictSame(state.thrownOut, ['first'])
  await clock.advance(399)
  t.strictSame(state.thrownOut, ['first'])
  await clock.advance(1)
  t.strictSame(state.thrownOut, ['first', 'second', 'third'])
  t.equal(clock.dueIn(), undefined, 'nobody is inside, so no timer runs')
})

t.test('who has left is not thrown out, and one timer is enough for all', async (t) => {
  const { clock, state, come } = setUp()
  for (let i = 0; i < 100; i++) come(`${i}`).leave()
  await clock.advance(600)
  come('late')
  await clock.advance(400)
  t.strictSame(state.thrownOut, [])
  t.equal(clock.dueIn(), 600)
  await clock.advance(600)
  t.strictSame(state.thrownOut, ['late'])
  await clock.advance(patience)
  come('later')
  await clock.advance(patience)
  t.strictSame(state.thrownOut, ['late', 'later'], 'a gate that was empty watches again')
})

t.test('one more than fit is refused until another has left', async (t) => {
  const { state, come } = setUp(2)
  const first = come('first')
  t.ok(come('second').isInside)
  t.notOk(come('third').isInside)
  t.equal(state.refused, 1)
  first.leave()
  t.ok(come('fourth').isInside)
})

t.test('who has left before takes no place, and nobody keeps one for longer than the time of all', async (t) => {
  const { clock, state, come } = setUp(1)
  t.ok(come('gone', true).isInside)
  t.ok(come('silent').isInside, 'the place is free')
  t.notOk(come('late').isInside)
  await clock.advance(patience)
  t.strictSame(state.thrownOut, ['silent'])
  t.ok(come('next').isInside)
})
