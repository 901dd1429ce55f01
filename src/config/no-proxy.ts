/**
 * Which hosts need no proxy: `NO_PROXY` in the forms that Go and curl take, in their union. Node.js and
 * `proxy-from-env` know no subnets and no brackets, and pass over in silence what they do not understand.
 */
import { BlockList, isIP } from 'node:net'

export interface NoProxy {
  /** The entry that a URL matches, as it was written; undefined where none does. */
  entryFor(url: URL): string | undefined
  /** Entries that mean nothing in any of the forms. */
  readonly unreadable: readonly string[]
}

type Rule = (host: string, port: number) => boolean

const defaultPorts: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 }

export function parseNoProxy(text = ''): NoProxy {
  const entries = text.split(/[\s,]+/).filter((entry) => entry !== '')
  const rules = entries.map((entry) => ({ entry, rule: ruleOf(entry) }))
  return {
    entryFor(url) {
      const host = plainHost(url.hostname)
      const port = Number(url.port) || (defaultPorts[url.protocol] ?? 0)
      return rules.find(({ rule }) => rule?.(host, port))?.entry
    },
    unreadable: rules.filter(({ rule }) => rule === undefined).map(({ entry }) => entry)
  }
}

/** `localhost` and the loopback addresses: no proxy can reach them for this process, so Go asks none either. */
export function isLoopback({ hostname }: URL): boolean {
  const host = plainHost(hostname)
  return host === 'localhost' || (isIP(host) !== 0 && loopback.check(host, familyOf(host)))
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8)
loopback.addAddress('::1', 'ipv6')

/** Without the brackets of an IPv6 address, the dot at the end of a whole name, and what makes IPv4 look like IPv6. */
function plainHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .replace(/^::ffff:(?=[\d.]+$)/, '')
}

/** Undefined for what is none of the forms. */
function ruleOf(entry: string): Rule | undefined {
  if (entry === '*') return () => true
  return ruleOfRange(entry) ?? ruleOfHost(entry)
}

const familyOf = (address: string) => (isIP(address) === 4 ? 'ipv4' : 'ipv6')

/** `family` is that of the entry: a list takes an IPv4 address for an IPv6 one, but not the other way round. */
function ruleOfList(family: 'ipv4' | 'ipv6', fill: (list: BlockList) => void): Rule | undefined {
  const list = new BlockList()
  try {
    fill(list)
  } catch {
    return undefined
  }
  return (host) => (isIP(host) === 6 || (isIP(host) === 4 && family === 'ipv4')) && list.check(host, familyOf(host))
}

/** `10.0.0.0/8`, `fd00::/8`, and `10.0.0.1-10.0.0.9` as Node.js has it. */
function ruleOfRange(entry: string): Rule | undefined {
  const [, start, end] = /^([\d.]+)-([\d.]+)$/.exec(entry) ?? []
  if (start !== undefined && end !== undefined) return ruleOfList('ipv4', (list) => list.addRange(start, end))
  const [, base, bits] = /^\[?([^\]/]+)\]?\/(\d{1,3})$/.exec(entry) ?? []
  if (base === undefined || isIP(base) === 0) return undefined
  return ruleOfList(familyOf(base), (list) => list.addSubnet(base, Number(bits), familyOf(base)))
}

/** A host name or an address, each with or without a port. */
function ruleOfHost(entry: string): Rule | undefined {
  const [, host = entry, port] = isIP(entry) === 0 ? (/^(.*?)(?::(\d{1,5}))?$/.exec(entry) ?? []) : []
  const matches = isIP(plainHost(host)) === 0 ? ruleOfName(host) : ruleOfAddress(plainHost(host))
  if (matches === undefined || port === undefined) return matches
  return (given, givenPort) => givenPort === Number(port) && matches(given, givenPort)
}

function ruleOfAddress(address: string): Rule | undefined {
  return ruleOfList(familyOf(address), (list) => list.addAddress(address, familyOf(address)))
}

/** `example.com` and `.example.com`: the name and all below it; `*.example.com`: those below it alone. */
function ruleOfName(text: string): Rule | undefined {
  const [, sign = '', name = ''] = /^(\*?\.)?(.*)$/.exec(plainHost(text)) ?? []
  if (!/^[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)*$/u.test(name) || /^[\d.]+$/.test(name)) return undefined
  // As URLs write them.
  const ascii = URL.parse(`http://${name}`)?.hostname ?? name
  return (host) => host.endsWith(`.${ascii}`) || (sign !== '*.' && host === ascii)
}
