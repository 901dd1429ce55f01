/**
 * Makes the endpoints of a simulator fail in the ways of real servers: by a switch in the program, by a header of
 * one request, or over HTTP, so that somebody with curl can break a running demo:
 *
 *     curl -X PUT http://127.0.0.1:4711/_faults/current_status -d fault=html -d times=3
 *     curl http://127.0.0.1:4711/_faults
 *     curl -X DELETE http://127.0.0.1:4711/_faults
 *
 * An endpoint is a route with a name in its config: `app.get(path, { config: { endpoint: 'current_status' } }, ...)`.
 */
import type { ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Clock, systemClock } from '../contract/clock.ts'
import { type Impostor, impostors, type Spoiler, spoilers } from './broken-responses.ts'
import { cannedAnswer, cannedFaults } from './canned-responses.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The name under which a simulator's route can be made to fail and its calls are counted. */
    endpoint?: string
  }
}

/** The faults that every endpoint of every simulator knows. */
export const genericFaults: readonly string[] = [...cannedFaults, ...Object.keys(impostors), ...Object.keys(spoilers)]

/** The header of a request that wants to fail by itself; it goes before the switch. */
export const faultHeader = 'x-simulate-fault'

/** A fault that only one provider has: answers and returns the reply, or returns undefined to go on as usual. */
export type OwnFault = (request: FastifyRequest, reply: FastifyReply) => FastifyReply | undefined

export interface FaultsOptions {
  readonly clock?: Clock
  /** The body of an error answer as the provider writes it; `{ error }` by default. */
  readonly errorBody?: (status: number) => unknown
  /** Valid JSON that is not what the provider sends, for `wrong-shape`. */
  readonly wrongShape?: unknown
  /** Faults of this provider: endpoint -> fault -> what it does. */
  readonly own?: Readonly<Record<string, Readonly<Record<string, OwnFault>>>>
  /** Told whenever a fault is switched on, for faults that change the simulator's state. */
  readonly onSet?: (endpoint: string, fault: string) => void
  /** Milliseconds from one byte to the next of `drip`: 1000. */
  readonly dripInterval?: number | undefined
}

export interface ActiveFault {
  readonly fault: string
  /** How many more requests will fail; all of them when missing. */
  readonly times?: number
}

export interface Faults {
  /**
   * Makes an endpoint (`*`: all of them) fail until it is cleared, or for the next `times` requests.
   * Throws a `RangeError` for an endpoint or a fault that does not exist.
   */
  set(endpoint: string, fault: string, options?: { readonly times?: number | undefined }): void
  /** Ends the fault of one endpoint, or all faults. Answers that are already stalled stay stalled. */
  clear(endpoint?: string): void
  active(): Record<string, ActiveFault>
  /** The faults each endpoint knows. */
  known(): Record<string, readonly string[]>
  /** Requests that reached each endpoint so far, failed ones included. */
  readonly calls: Readonly<Record<string, number>>
}

/** Installs the faults on a simulator. Call it before the routes are declared, on the root instance. */
export function simulateFaults(app: FastifyInstance, options: FaultsOptions = {}): Faults {
  const { clock = systemClock, own = {}, dripInterval = 1000 } = options
  const calls: Record<string, number> = {}
  const switches = new Map<string, ActiveFault>()
  const chosen = new WeakMap<FastifyRequest, { readonly endpoint: string; readonly fault: string }>()
  const hold = holdResponses(app)
  const canned = {
    now: () => clock.now(),
    errorBody: options.errorBody ?? ((status) => ({ error: `simulated HTTP ${status}` })),
    wrongShape: options.wrongShape ?? { status: 'ok', items: [1, 2, 3] }
  }

  const knownAt = (endpoint: string) => [...genericFaults, ...Object.keys(own[endpoint] ?? {})]
  const known = () => Object.fromEntries(Object.keys(calls).map((endpoint) => [endpoint, knownAt(endpoint)]))

  const faults: Faults = {
    calls,
    known,
    active: () => Object.fromEntries(switches),
    clear(endpoint) {
      if (endpoint === undefined) switches.clear()
      else switches.delete(endpoint)
    },
    set(endpoint, fault, { times } = {}) {
      const endpoints = endpoint === '*' ? Object.keys(calls) : [endpoint]
      if (!endpoints.every((name) => Object.hasOwn(calls, name))) {
        throw new RangeError(`no endpoint "${endpoint}"; there are: *, ${Object.keys(calls).join(', ')}`)
      }
      const allowed = new Set(endpoints.flatMap(knownAt))
      if (!allowed.has(fault)) throw new RangeError(`no fault "${fault}"; there are: ${[...allowed].join(', ')}`)
      switches.set(endpoint, times === undefined ? { fault } : { fault, times })
      options.onSet?.(endpoint, fault)
    }
  }

  /** The fault of the switch, which a limited number of requests uses up. */
  function take(endpoint: string): string | undefined {
    const key = switches.has(endpoint) ? endpoint : '*'
    const active = switches.get(key)
    if (active?.times === undefined) return active?.fault
    if (active.times <= 1) switches.delete(key)
    else switches.set(key, { fault: active.fault, times: active.times - 1 })
    return active.fault
  }

  app.addHook('onRoute', ({ config }) => {
    if (config?.endpoint !== undefined) calls[config.endpoint] ??= 0
  })

  app.addHook('onRequest', (request, reply, done) => {
    const { endpoint } = request.routeOptions.config
    if (endpoint === undefined) return done()
    calls[endpoint] = (calls[endpoint] as number) + 1

    const asked = request.headers[faultHeader]
    const fault = asked === undefined ? take(endpoint) : String(asked)
    if (fault === undefined) return done()
    if (asked !== undefined && !knownAt(endpoint).includes(fault)) {
      reply.code(400).send({ error: `no fault "${fault}"`, known: knownAt(endpoint) })
      return
    }
    chosen.set(request, { endpoint, fault })
    done()
  })

  app.addHook('preHandler', (request, reply, done) => {
    const choice = chosen.get(request)
    if (choice === undefined) return done()
    const { endpoint, fault } = choice

    const answer = cannedAnswer(fault, canned)
    if (answer !== undefined) {
      reply.code(answer.status).headers(answer.headers).send(answer.body)
      return
    }
    const impostor = named<Impostor>(impostors, fault)
    if (impostor !== undefined) {
      reply.hijack()
      if (hold(reply.raw)) impostor(reply.raw)
      return
    }
    const answered = own[endpoint]?.[fault]?.(request, reply)
    if (answered === undefined) done()
  })

  app.addHook('onSend', (request, reply, payload, done) => {
    const spoiler = named<Spoiler>(spoilers, chosen.get(request)?.fault)
    if (spoiler === undefined) return done(null, payload)
    const body = Buffer.isBuffer(payload) ? payload : Buffer.from(typeof payload === 'string' ? payload : '')
    reply.hijack()
    if (!hold(reply.raw)) return
    for (const [name, value] of Object.entries(reply.getHeaders())) {
      if (value !== undefined) reply.raw.setHeader(name, value)
    }
    spoiler(reply.raw, { status: reply.statusCode, body }, dripInterval)
  })

  addFaultRoutes(app, faults)
  return faults
}

function named<Value>(table: Readonly<Record<string, Value>>, name: string | undefined): Value | undefined {
  return name !== undefined && Object.hasOwn(table, name) ? table[name] : undefined
}

/** Keeps the broken responses, because Fastify does not know them any more and would wait for them for ever. */
function holdResponses(app: FastifyInstance): (raw: ServerResponse) => boolean {
  const held = new Set<ServerResponse>()
  let closing = false

  app.addHook('preClose', (done) => {
    closing = true
    for (const raw of held) raw.destroy()
    done()
  })

  return (raw) => {
    if (closing) {
      raw.destroy()
      return false
    }
    held.add(raw)
    raw.once('close', () => held.delete(raw))
    return true
  }
}

const form = 'application/x-www-form-urlencoded'

function addFaultRoutes(app: FastifyInstance, faults: Faults): void {
  const show = () => ({ active: faults.active(), calls: faults.calls, known: faults.known() })

  // curl sends a form unless it is told otherwise.
  if (!app.hasContentTypeParser(form)) {
    app.addContentTypeParser(form, { parseAs: 'string' }, (_request, body, done) => {
      done(null, Object.fromEntries(new URLSearchParams(body.toString())))
    })
  }

  app.get('/_faults', show)

  app.put<{ Params: { endpoint: string }; Body: { fault: string; times?: number } }>(
    '/_faults/:endpoint',
    {
      schema: {
        body: {
          type: 'object',
          required: ['fault'],
          properties: { fault: { type: 'string' }, times: { type: 'integer', minimum: 1 } }
        }
      }
    },
    (request, reply) => {
      const { fault, times } = request.body
      try {
        faults.set(request.params.endpoint, fault, { times })
      } catch (error) {
        if (!(error instanceof RangeError)) throw error
        return reply.code(400).send({ error: error.message })
      }
      return reply.send(show())
    }
  )

  app.delete('/_faults', (_request, reply) => {
    faults.clear()
    reply.send(show())
  })

  app.delete<{ Params: { endpoint: string } }>('/_faults/:endpoint', (request, reply) => {
    faults.clear(request.params.endpoint)
    reply.send(show())
  })
}
