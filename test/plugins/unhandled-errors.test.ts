/** What nobody caught: logged by class, counted, and the end of the program only where its state is unknown. */
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { parseExposition } from '../support/parse-exposition.ts'
import { type Program, start } from '../support/program.ts'

async function serve(t: Test): Promise<Program & { readonly origin: string }> {
  const program = start(t, [], { file: join(import.meta.dirname, '../support/throwing-program.ts') })
  const [, origin = ''] = await program.printed(/Server listening at (http:[^"]+)"/)
  return { ...program, origin }
}

const linesOf = (log: string) =>
  log
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

t.test('rejections that nobody waited for end nothing', async (t) => {
  const { origin, stdout, printed, child, ended } = await serve(t)
  for (const path of ['/rejection', '/failure', '/value']) t.equal((await fetch(origin + path)).status, 200)
  await printed(/a value that is no error/)

  const body = await (await fetch(`${origin}/metrics`)).text()
  const exposition = parseExposition(body, 'text')
  t.equal(exposition.value('edge_exporter_unhandled_errors_total', { kind: 'rejection' }), 3)
  t.equal(exposition.value('edge_exporter_unhandled_errors_total', { kind: 'exception' }), 0)
  const errors = linesOf(stdout()).filter(({ level }) => level === 50)
  t.match(errors, [
    { kind: 'rejection', reason: 'internal', what: /^TypeError at .*throwing-program\.ts/ },
    { kind: 'rejection', reason: 'schema', what: 'said on purpose' },
    { kind: 'rejection', reason: 'internal', what: 'a value that is no error was thrown' }
  ])
  t.equal(errors.length, 3)
  child.kill('SIGTERM')
  const { code, stderr } = await ended
  t.equal(code, 0, 'and a signal ends it as ever')
  t.notMatch(stdout() + stderr, /sentinel/, 'no message that may hold data')
})

t.test('an exception ends the program once the open responses are finished', async (t) => {
  const { origin, stdout, ended } = await serve(t)
  const slow = fetch(`${origin}/slow`)
  await fetch(`${origin}/exception`)
  t.equal(await (await slow).text(), 'finished')
  const { code, stderr } = await ended
  t.equal(code, 1)
  t.match(
    linesOf(stdout()).filter(({ level }) => level === 60),
    [{ kind: 'exception', reason: 'internal', what: /^RangeError at .*throwing-program\.ts/ }]
  )
  t.notMatch(stdout() + stderr, /sentinel/)
})
