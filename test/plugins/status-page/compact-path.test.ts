import fc from 'fast-check'
import t from 'tap'
import { compact } from '../../../plugins/status-page/compact-path.ts'

t.test('each point is told from the one before', async (t) => {
  t.equal(compact('M10,20L10.5,19.6L10.5,19.6L0,0ZM1,-1L2,3'), 'M10,20l.5-.4l-10.5-19.6zM1-1l1,4')
  t.equal(compact(''), '')
})

/** The points of a compact path, as a browser reads them. */
function read(path: string): number[][] {
  let [x, y] = [0, 0]
  return [...path.matchAll(/([Ml])(-?[\d.]+)(?:,|(?=-))(-?[\d.]+)/g)].map(([, command, dx, dy]) => {
    ;[x, y] = command === 'M' ? [Number(dx), Number(dy)] : [x + Number(dx), y + Number(dy)]
    return [x, y].map((value) => Math.round(value * 10))
  })
}

t.test('it is the same line', async (t) => {
  const tenth = fc.integer({ min: -9999, max: 9999 })
  fc.assert(
    fc.property(fc.array(fc.tuple(tenth, tenth), { minLength: 1 }), (points) => {
      const path = points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x / 10},${y / 10}`).join('')
      const distinct = points.filter((point, i) => i === 0 || String(point) !== String(points[i - 1]))
      return JSON.stringify(read(compact(path))) === JSON.stringify(distinct)
    })
  )
  t.pass()
})
