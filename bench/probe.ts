/**
 * A process of its own: asks for a URL at a steady pace, whether or not the answer before has come, and prints how
 * long each answer took, in milliseconds. Arguments: URL, requests a second, seconds.
 */
import { Agent, get } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

const [url = '', rate = 1, seconds = 1] = process.argv.slice(2).map((text, i) => (i === 0 ? text : Number(text)))
const agent = new Agent({ keepAlive: true })

function ask(): Promise<number> {
  const started = performance.now()
  return new Promise((resolve, reject) => {
    const request = get(String(url), { agent, headers: { 'accept-encoding': 'gzip' } }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`${url} was answered with ${answer.statusCode}`))
      // The bytes are dropped: reading them is no work of the server.
      answer.resume().once('end', () => resolve(performance.now() - started))
    })
    request.once('error', reject)
  })
}

const pause = 1000 / Number(rate)
const start = performance.now()
const answers: Promise<number>[] = []
for (let i = 0; i < Number(rate) * Number(seconds); i++) {
  await sleep(Math.max(0, start + i * pause - performance.now()))
  answers.push(ask())
}
process.stdout.write(JSON.stringify(await Promise.all(answers)))
agent.destroy()
