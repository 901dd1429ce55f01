/** Web configuration files: the verdict of the exporter toolkit and ours, file by file. */
import { execFileSync } from 'node:child_process'
import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { watchWebFiles } from '../../plugins/web-access/web-files.ts'
import { builtToolkit, skipWithoutGo } from './peers.ts'
import { differences, refused, taken } from './web-configs.ts'

const skip = skipWithoutGo()

type Verdict = 'taken' | 'refused'

interface Verdicts {
  readonly text: string
  readonly toolkit: Verdict
  readonly here: Verdict
}

function verdictsOn(t: Test, texts: readonly string[]): Verdicts[] {
  const folder = t.testdir({})
  for (const file of ['cert.pem', 'key.pem', 'rsa.pem', 'rsa-key.pem', 'ca.pem']) {
    copyFileSync(join(import.meta.dirname, '../fixtures/tls', file), join(folder, file))
  }
  const paths = texts.map((text, i) => {
    const path = join(folder, `web-${i}.yml`)
    writeFileSync(path, text)
    return path
  })
  const lines = execFileSync(builtToolkit(), paths, { encoding: 'utf8' }).trim().split('\n')
  return lines.map((line, i) => ({
    text: texts[i] as string,
    toolkit: (JSON.parse(line) as { fault: string }).fault === '' ? 'taken' : 'refused',
    here: ourVerdict(paths[i] as string)
  }))
}

function ourVerdict(path: string): Verdict {
  try {
    watchWebFiles(path)
    return 'taken'
  } catch (error) {
    if ((error as Error).name !== 'SettingsError') throw error
    return 'refused'
  }
}

for (const [verdict, texts] of [
  ['taken', taken],
  ['refused', refused]
] as const) {
  t.test(`${verdict} by both`, { skip }, async (t) => {
    const others = verdictsOn(t, texts).filter(({ toolkit, here }) => toolkit !== verdict || here !== verdict)
    t.strictSame(others, [], `${texts.length} files`)
  })
}

t.test('taken by one, for the reasons that the documents give', { skip }, async (t) => {
  for (const { takenBy, what, texts } of differences) {
    const [toolkit, here] =
      takenBy === 'the toolkit' ? (['taken', 'refused'] as const) : (['refused', 'taken'] as const)
    t.strictSame(
      verdictsOn(t, texts),
      texts.map((text) => ({ text, toolkit, here })),
      what
    )
  }
})
