/** Attempts to log in tell nobody who is known, and do not stand in the way of those who are. */
import { Agent, get } from 'node:http'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { hashSync } from 'bcryptjs'
import t, { type Test } from 'tap'
import { startExporter } from './demo.ts'
import { folderOf, replace } from './secured.ts'

const cost = 10
const password = 'the right one'

/** A process of its own, so that the attempts of this one cost it nothing but their answers. */
async function start(t: Test) {
  const file = join(folderOf(t), 'web.yml')
  replace(file, `basic_auth_users: {alice: ${hashSync(password, cost)}}`)
  const { url } = await startExporter(t, { WEB_CONFIG_FILE: file, SITE24X7_TTL: '10m', CHINACACHE_TTL: '10m' })
  return url
}

interface Answer {
  readonly status: number | undefined
  readonly challenge: string | undefined
  readonly milliseconds: number
}

const agent = new Agent({ keepAlive: true })
t.teardown(() => agent.destroy())

function ask(url: string, user: string, word: string): Promise<Answer> {
  const begin = performance.now()
  return new Promise((resolve, reject) => {
    const asking = get(url, { agent, auth: `${user}:${word}` }, (response) => {
      response.resume()
      response.on('end', () => {
        const challenge = response.headers['www-authenticate']
        resolve({ status: response.statusCode, challenge, milliseconds: performance.now() - begin })
      })
    })
    asking.on('error', reject)
  })
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number
}

t.test('the time of an answer does not tell who is known', async (t) => {
  const url = `${await start(t)}/metrics`
  // The thread is up after the first.
  const first = await ask(url, 'alice', 'wrong')
  t.equal(first.status, 401)
  t.match(first.challenge, /^Basic realm=/)

  const times: Record<string, number[]> = { alice: [], nobody: [] }
  for (let i = 0; i < 11; i++) {
    for (const user of ['alice', 'nobody']) {
      const { status, challenge, milliseconds } = await ask(url, user, `wrong ${i}`)
      t.strictSame([status, challenge], [401, first.challenge])
      times[user]?.push(milliseconds)
    }
  }
  const [known, unknown] = [median(times.alice ?? []), median(times.nobody ?? [])]
  t.comment(`known ${known.toFixed(1)} ms, unknown ${unknown.toFixed(1)} ms`)
  t.ok(known > 5, 'the work is so much that its absence would be seen')
  // Without the work the ratio would be some dozen.
  t.ok(known / unknown < 2 && unknown / known < 2, `${known} and ${unknown}`)
})

/** Milliseconds of the median scrape over `duration`, one after the other. */
async function scrape(t: Test, url: string, isOver: () => boolean): Promise<number> {
  const times: number[] = []
  while (!isOver() || times.length < 20) {
    const { status, milliseconds } = await ask(url, 'alice', password)
    if (status !== 200) t.fail(`a scrape was answered with ${status}`)
    times.push(milliseconds)
    await setTimeout(20)
  }
  return median(times)
}

t.test('1,000 wrong attempts do not slow an authenticated scrape by more than half', async (t) => {
  const url = `${await start(t)}/metrics`
  t.equal((await ask(url, 'alice', password)).status, 200)
  const rounds: string[] = []
  let isFine = false
  // Other work on the machine may come between in one round, but not in all.
  for (let round = 0; round < 4 && !isFine; round++) {
    const quiet = await scrape(t, url, after(2000))
    const attempts = (async () => {
      const answers: Promise<Answer>[] = []
      for (let i = 0; i < 1000; i++) {
        answers.push(ask(url, i % 2 === 0 ? 'alice' : `nobody ${i}`, `wrong ${round} ${i}`))
        await setTimeout(4)
      }
      return Promise.all(answers)
    })()
    let isDone = false
    const done = attempts.then(() => {
      isDone = true
    })
    const busy = await scrape(t, url, () => isDone)
    await done
    const statuses = new Set((await attempts).map(({ status }) => status))
    t.strictSame([...statuses].sort(), [401, 429], 'wrong, or not looked at')
    rounds.push(`${quiet.toFixed(1)} ms, ${busy.toFixed(1)} ms under attack`)
    isFine = busy <= 1.5 * quiet
  }
  t.ok(isFine, rounds.join('; '))
})

function after(ms: number): () => boolean {
  const end = performance.now() + ms
  return () => performance.now() > end
}
