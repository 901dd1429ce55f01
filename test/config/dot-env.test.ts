/** The table is what dotenvy 0.15.7, the library of the replaced exporter, makes of the same text. */
import t from 'tap'
import { parseDotEnv } from '../../src/config/dot-env.ts'

t.test('a file is read as by the library of the replaced exporter', async (t) => {
  for (const [text, expected] of [
    ['X=cs#ec', 'cs#ec'],
    ['X=cs #ec', 'cs'],
    ["X='cs#ec'", 'cs#ec'],
    ['X="cs #ec"', 'cs #ec'],
    ['X="r\\"tok"', 'r"tok'],
    ['BASE=a\nX=${BASE}x', 'ax'],
    ['BASE=a\nX=$BASE-x', 'a-x'],
    ["BASE=a\nX='${BASE}x'", '${BASE}x'],
    ['BASE=a\nX="${BASE}x"', 'ax'],
    ['BASE=a\nX=\\${BASE}', '${BASE}'],
    ['BASE_A=q\nX=${BASE_A}', 'q'],
    ['BASE_A=q\nX=$BASE_A', '_A'],
    ['X=1\nX=2', '1'],
    ['export X=1', '1'],
    ['X = 1', '1'],
    ['  X=1  ', '1'],
    ['X=', ''],
    ['X= # c', ''],
    ['# c\nX=1', '1'],
    ['X=a\\ b', 'a b'],
    ['X=a\\$b', 'a$b'],
    ['X="a\nb"', 'a\nb'],
    ["X='a\nb'", 'a\nb'],
    ['X="a\\nb"', 'a\nb'],
    ['X=a\\nb', 'a\nb'],
    ['X=${NONE}x', 'x'],
    ['X=a$', 'a'],
    ["X=a'b'c", 'abc'],
    ['X=a"b c"d', 'ab cd'],
    ['X="a" #c', 'a'],
    ['X="a"b', 'ab'],
    ['X=`a`', '`a`'],
    ['X=a=b', 'a=b'],
    ['X=日本', '日本'],
    ['X=1\r\nY=2\r\n', '1'],
    ['X=""', ''],
    ["X=''", ''],
    ['X=a\\\\b', 'a\\b']
  ] as const) {
    const { values, faults } = parseDotEnv(text)
    t.equal(values.X, expected, JSON.stringify(text))
    t.strictSame(faults, [], JSON.stringify(text))
  }
  t.strictSame(parseDotEnv('X.Y=1').values, { 'X.Y': '1' })
  t.strictSame(
    parseDotEnv('X=${HOME}/x\nHOME=own', { HOME: '/root' }).values.X,
    '/root/x',
    'the environment goes first'
  )
})

t.test('where that library gives up, the value stays as it is written', async (t) => {
  for (const [text, expected] of [
    ['X=a b', 'a b'],
    ['X="a" b', 'a b'],
    ['X=C:\\quota', 'C:\\quota'],
    ['X="a\\tb"', 'a\\tb'],
    ['X=\ta\t', 'a']
  ] as const) {
    t.strictSame(parseDotEnv(text), { values: { X: expected }, hints: [], faults: [] }, JSON.stringify(text))
  }
})

t.test('what cannot be read is a fault of its line, and quotes no value', async (t) => {
  for (const [text, message] of [
    ['A=1\nsecret', 'line 2: is no NAME=value; write one variable on each line'],
    ['1X=secret', 'line 1: is no NAME=value; write one variable on each line'],
    ['X-Y=secret', 'line 1: is no NAME=value; write one variable on each line'],
    ['A=1\nX="secret\nB=2', 'line 2: the quotes of X are not closed'],
    ["X='r\\'tok'", 'line 1: the quotes of X are not closed']
  ] as const) {
    t.strictSame(parseDotEnv(text).faults, [{ setting: '.env', message }], JSON.stringify(text))
  }
})

t.test('what may not be meant gets a hint', async (t) => {
  const hints = (text: string) => parseDotEnv(text, {}, '/srv/.env').hints
  t.match(hints('X=ab #cd'), [{ setting: '/srv/.env', message: /^line 1: X ends before the #/ }])
  t.match(hints('X=pa$word'), [{ message: /\$\{word\}, which is not set; write \\\$ or single quotes/ }])
  t.match(hints('X=1\n\nX=2'), [{ message: 'line 3: X is there a second time; the first counts' }])
  t.strictSame(hints('# a\nX="a" # b\nY= # c\nZ=$'), [])
})
