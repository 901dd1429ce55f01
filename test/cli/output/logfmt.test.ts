import t from 'tap'
import { toLogfmt } from '../../../src/cli/output/logfmt.ts'
import { run } from '../../support/program.ts'
import { simulate } from '../simulated.ts'

t.test('a line of pino as logfmt', async (t) => {
  const line = JSON.stringify({
    level: 40,
    time: '2026-11-27T15:00:00.000Z',
    provider: 'acme',
    empty: '',
    count: 3,
    list: ['a', 'b'],
    msg: 'source is down: "no" = answer\nnow'
  })
  t.equal(
    toLogfmt(line),
    String.raw`time=2026-11-27T15:00:00.000Z level=warn msg="source is down: \"no\" = answer\nnow" provider=acme empty="" count=3 list="[\"a\",\"b\"]"` +
      '\n'
  )
})

t.test('--log.format chooses it', async (t) => {
  const { settings } = await simulate(t, { size: 1 })
  const { code, stderr } = await run(t, ['collect', '--log.format', 'logfmt'], { env: settings })
  t.equal(code, 0)
  const lines = stderr.trimEnd().split('\n')
  t.ok(lines.length > 1)
  for (const each of lines) t.match(each, /^time=\S+ level=\w+ msg=/)
  t.match(await run(t, ['collect', '--log.format', 'xml'], { env: settings }), {
    code: 2,
    stderr: /LOG_FORMAT \(--log\.format\): "xml" is not one of auto, json, logfmt/
  })
})
