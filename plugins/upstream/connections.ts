/**
 * The connections to others: kept for the next call, each by the way that its host needs. Node's agents speak to HTTP
 * proxies themselves; `socks-proxy-agent` speaks to the others. `proxy-agent` would bring an interpreter of PAC files.
 */
import http from 'node:http'
import https from 'node:https'
import { type LookupFunction, setDefaultAutoSelectFamilyAttemptTimeout } from 'node:net'
import type { Duplex } from 'node:stream'
import type { SocksProxyAgent } from 'socks-proxy-agent'
import type { Way } from '../../src/config/proxy.ts'
import type { Clock } from '../../src/contract/clock.ts'

export interface ConnectionsOptions {
  readonly clock: Pick<Clock, 'after'>
  /** Milliseconds after which a connection is not used again, as the name may have got another address. */
  readonly connectionAge: number
  /** Milliseconds that one attempt may take. */
  readonly attemptTimeout: number
  readonly lookup?: LookupFunction | undefined
}

export interface Agents {
  readonly http: http.Agent
  readonly https: https.Agent
}

/** Milliseconds: Node's own patience with one address of a name. */
const shortestConnect = 250

export function createConnections({ clock, connectionAge, attemptTimeout, lookup }: ConnectionsOptions) {
  const known = new Map<string, Agents>()
  const retire = <Agent extends http.Agent>(agent: Agent) => retireOld(agent, clock, connectionAge)
  // Node gives up each address of a name but the last for good, so that what it allows must do for a slow handshake. It
  // is set for all, since the connection to a proxy takes no options from its agent.
  setDefaultAutoSelectFamilyAttemptTimeout(Math.max(shortestConnect, Math.round(attemptTimeout / 4)))

  function create(proxy: string | undefined, keepAlive: boolean, Socks?: typeof SocksProxyAgent): Agents {
    const options = { keepAlive, ...(lookup === undefined ? {} : { lookup }) }
    if (proxy !== undefined && Socks !== undefined) {
      const agent = retire(new Socks(proxy, options))
      // It speaks TLS where it is asked to.
      return { http: agent, https: agent as http.Agent as https.Agent }
    }
    const proxyEnv = proxy === undefined ? {} : { HTTP_PROXY: proxy, HTTPS_PROXY: proxy }
    return {
      http: retire(new http.Agent({ ...options, proxyEnv })),
      https: retire(new https.Agent({ ...options, proxyEnv }))
    }
  }

  return {
    /**
     * The agents for that way. What must not be heard twice takes a connection of its own (`keepAlive` false): when the
     * server closes one that was kept, nobody knows whether it has heard what was just sent.
     */
    async by({ proxy }: Way, keepAlive: boolean): Promise<Agents> {
      const key = `${keepAlive} ${proxy?.url}`
      // Few have such a proxy, and it takes a while to load.
      const socks = proxy?.url.startsWith('socks') ? await import('socks-proxy-agent') : undefined
      const agents = known.get(key) ?? create(proxy?.url, keepAlive, socks?.SocksProxyAgent)
      known.set(key, agents)
      return agents
    },
    close(): void {
      for (const agents of known.values()) {
        agents.http.destroy()
        agents.https.destroy()
      }
    }
  }
}

/** Ends each connection of the agent when it is that old, or after the call that it then carries. */
function retireOld<Agent extends http.Agent>(agent: Agent, clock: Pick<Clock, 'after'>, age: number): Agent {
  const known = new WeakSet<Duplex>()
  const old = new WeakSet<Duplex>()
  const isIdle = (socket: Duplex) =>
    Object.values(agent.freeSockets).some((sockets) => sockets?.some((free) => free === socket))
  const keep = agent.keepSocketAlive.bind(agent)

  // The hook that Node documents: asked when a call has ended.
  agent.keepSocketAlive = (socket: Duplex) => {
    if (old.has(socket)) return false
    if (!known.has(socket)) {
      known.add(socket)
      const callOff = clock.after(age, () => {
        old.add(socket)
        if (isIdle(socket)) socket.destroy()
      })
      socket.once('close', callOff)
    }
    // What it returns tells whether the connection is kept, though its type says nothing.
    return keep(socket)
  }
  return agent
}
