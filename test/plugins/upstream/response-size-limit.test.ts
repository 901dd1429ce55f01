import t from 'tap'
import { largestAnswer } from '../../../plugins/upstream/response-size-limit.ts'

const mebibyte = 2 ** 20

t.test('an answer may take an eighth of the memory, within bounds', async (t) => {
  t.equal(largestAnswer(512 * mebibyte), 64 * mebibyte, 'an eighth')
  t.equal(largestAnswer(384 * mebibyte), 48 * mebibyte)
  t.equal(largestAnswer(1001), 32 * mebibyte, 'never less than real accounts need')
  t.equal(largestAnswer(64 * 1024 * mebibyte), 256 * mebibyte, 'nor more than the largest of them')
  t.ok(Number.isInteger(largestAnswer(512 * mebibyte + 3)))
})

t.test('without a number, it is the memory of this process', async (t) => {
  const bytes = largestAnswer()
  t.ok(bytes >= 32 * mebibyte && bytes <= 256 * mebibyte, String(bytes))
})
