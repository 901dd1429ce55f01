import { spawnSync } from 'node:child_process'
import t from 'tap'
import { memoryOfProcess, responseSizeLimit } from '../../../plugins/upstream/response-size-limit.ts'

const mebibyte = 2 ** 20
const module = new URL('../../../plugins/upstream/response-size-limit.ts', import.meta.url)
const script = `console.log((await import('${module}')).responseSizeLimit())`

t.test('an answer may take an eighth of the memory, within bounds', async (t) => {
  t.equal(responseSizeLimit(512 * mebibyte), 64 * mebibyte, 'an eighth')
  t.equal(responseSizeLimit(384 * mebibyte), 48 * mebibyte)
  t.equal(responseSizeLimit(1001), 32 * mebibyte, 'never less than real accounts need')
  t.equal(responseSizeLimit(64 * 1024 * mebibyte), 256 * mebibyte, 'nor more than the largest of them')
  t.ok(Number.isInteger(responseSizeLimit(512 * mebibyte + 3)))
})

t.test('without a number, it is the memory of this process', async (t) => {
  const bytes = responseSizeLimit()
  t.ok(bytes >= 32 * mebibyte && bytes <= 256 * mebibyte, String(bytes))
})

t.test('a heap that is kept small lowers it', async (t) => {
  t.equal(memoryOfProcess(192 * mebibyte), 384 * mebibyte)
  const { stdout } = spawnSync(process.execPath, ['--max-old-space-size=64', '--input-type=module', '--eval', script])
  const bytes = Number(stdout)
  t.ok(bytes > 0 && bytes < responseSizeLimit(), `${bytes}`)
})
