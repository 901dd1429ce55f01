/** Answers to requests that never get as far as a route: broken HTTP, URLs that cannot be read. */

import type { Socket } from 'node:net'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { securityHeaders } from './security-headers.ts'

interface Answer {
  readonly statusCode: number
  readonly error: string
  readonly message: string
}

const answers: Readonly<Record<string, Answer>> = {
  ERR_HTTP_REQUEST_TIMEOUT: { statusCode: 408, error: 'Request Timeout', message: 'the request took too long' },
  HPE_HEADER_OVERFLOW: {
    statusCode: 431,
    error: 'Request Header Fields Too Large',
    message: 'the headers are too long'
  },
  FST_ERR_MAX_PARAM_LENGTH: { statusCode: 414, error: 'URI Too Long', message: 'the URL is too long' }
}
const plainHttp: Answer = {
  statusCode: 400,
  error: 'Bad Request',
  message: 'this is plain HTTP, and the port speaks HTTPS: ask for https:// (in Prometheus, scheme: https)'
}
const broken: Answer = { statusCode: 400, error: 'Bad Request', message: 'the request is not valid' }

function answerOf({ code = '' }: { code?: string }): Answer {
  return answers[code] ?? broken
}

/** For Fastify's `frameworkErrors`. */
export function answerBadUrl(error: Error & { code?: string }, _request: FastifyRequest, reply: FastifyReply): void {
  const answer = answerOf(error)
  reply.code(answer.statusCode).headers(securityHeaders).send(answer)
}

/** For Fastify's `clientErrorHandler`: there is only the socket. */
export function answerBrokenHttp(error: Error & { code?: string }, socket: Socket): void {
  // Whoever goes on sending what is broken is answered once.
  if (error.code === 'ECONNRESET' || !socket.writable) return
  // A handshake that failed or never came: an answer would wait for its end for ever, and keep the connection open.
  if (!/^(HPE_|ERR_HTTP_)/.test(error.code ?? '')) return void socket.destroy()
  socket.write(answerText(answerOf(error)))
  socket.destroySoon()
}

/** For a client that speaks plain HTTP where there is TLS, over the connection below that of TLS. */
export function answerPlainHttp(socket: Socket): void {
  if (socket.writable) socket.end(answerText(plainHttp))
}

function answerText(answer: Answer): string {
  const body = JSON.stringify(answer)
  const headers = {
    ...securityHeaders,
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    connection: 'close'
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `HTTP/1.1 ${answer.statusCode} ${answer.error}\r\n${lines.join('')}\r\n${body}`
}
