/** Answers that are broken on the wire, below anything that a web framework would send. */
import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { gzipSync } from 'node:zlib'

/** An answer as it would have been sent; its headers, all but the length, are set on the response already. */
export interface WholeAnswer {
  readonly status: number
  readonly body: Buffer
}

/** Spoils a whole answer while it is sent. `dripInterval`: milliseconds from one byte to the next. */
export type Spoiler = (raw: ServerResponse, answer: WholeAnswer, dripInterval: number) => void

/** Answers a request with something else. */
export type Impostor = (raw: ServerResponse) => void

export const spoilers = {
  cut(raw, { status, body }) {
    const half = firstHalf(body)
    raw.writeHead(status, { 'content-length': half.length }).end(half)
  },

  'invalid-utf8'(raw, { status, body }) {
    // Inside of a text, so that a lenient decoder still gets valid JSON and only a strict one notices.
    const text = body.indexOf(':"')
    const at = text === -1 ? body.length >> 1 : text + 2
    const spoiled = Buffer.concat([body.subarray(0, at), Buffer.from([0xc3, 0x28]), body.subarray(at)])
    raw.writeHead(status, { 'content-length': spoiled.length }).end(spoiled)
  },

  stall(raw, answer) {
    startBody(raw, answer).write(firstHalf(answer.body).subarray(0, 1024))
  },

  drip(raw, answer, dripInterval) {
    startBody(raw, answer).flushHeaders()
    let sent = 0
    const timer = setInterval(() => {
      raw.write(answer.body.subarray(sent, ++sent))
      if (sent >= answer.body.length) raw.end()
    }, dripInterval)
    timer.unref()
    raw.once('close', () => clearInterval(timer))
  },

  'reset-body'(raw, answer) {
    // Not a TCP reset: that would also throw away what the client has not read yet, and it would never see a body.
    startBody(raw, answer).write(firstHalf(answer.body), () => raw.destroy())
  }
} satisfies Record<string, Spoiler>

export const impostors = {
  'stall-before'() {
    // Silence: whoever holds the response ends it.
  },

  reset(raw) {
    const { socket } = raw
    if (typeof socket?.resetAndDestroy === 'function') socket.resetAndDestroy()
    else raw.destroy()
  },

  huge(raw) {
    raw.writeHead(200, { 'content-type': 'application/json' })
    stream(raw, endlessText())
  },

  'gzip-bomb'(raw) {
    raw.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
    stream(raw, bomb())
  }
} satisfies Record<string, Impostor>

function startBody(raw: ServerResponse, { status, body }: WholeAnswer): ServerResponse {
  return raw.writeHead(status, { 'content-length': body.length })
}

function firstHalf(body: Buffer): Buffer {
  return body.subarray(0, body.length >> 1)
}

/** Takes chunks only as fast as the client does, and stops when it leaves. */
function stream(raw: ServerResponse, chunks: Iterable<Buffer>): void {
  pipeline(Readable.from(chunks, { highWaterMark: 1 }), raw).catch(() => raw.destroy())
}

function* endlessText(): Generator<Buffer> {
  yield Buffer.from('{"data":["')
  const block = Buffer.alloc(65_536, 'x')
  for (;;) yield block
}

const bombBlock = 16 * 2 ** 20
const bombBlocks = 80
let packedBlock: Buffer | undefined

/** 1.25 GiB of valid JSON in little more than 1 MB: gzip members may follow one another, so one block is enough. */
function* bomb(): Generator<Buffer> {
  packedBlock ??= gzipSync(Buffer.alloc(bombBlock, ' '), { level: 9 })
  yield gzipSync('{"data":"')
  for (let i = 0; i < bombBlocks; i++) yield packedBlock
  yield gzipSync('"}')
}
