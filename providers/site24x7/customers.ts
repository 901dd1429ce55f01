/** The customers of an MSP account, or the business units of an account: found by a list, each asked by its `zaaid`. */
import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { CustomerChoice, Family, Source } from '../../src/contract/provider.ts'
import type { Customer } from '../../src/contract/services.ts'
import { createNameFilter } from '../../src/parsing/patterns.ts'
import type { Api } from './api.ts'
import type { Endpoint } from './endpoint.ts'

export interface CustomerName {
  readonly name: string
  /** What the cookie of its calls has: digits. */
  readonly zaaid: string
}

const endpoints: Readonly<Record<CustomerChoice['kind'], Endpoint>> = {
  msp: { name: 'customers', path: 'short/msp/customers', scope: 'Site24x7.Msp.Read' },
  business_units: { name: 'business_units', path: 'short/bu/business_units', scope: 'Site24x7.Bu.Read' }
}

/** Milliseconds: customers come and go seldom. */
const listTtl = 300_000

export interface CustomersOptions {
  readonly api: Pick<Api, 'list'>
  readonly choice: CustomerChoice
  readonly identity: string
  readonly log: FastifyInstance['log']
  /** Opens a customer of this account. */
  readonly open: (name: string) => Customer
  /** The sources of one customer. */
  readonly sourcesOf: (customer: CustomerName, host: Customer) => readonly Source[]
}

/** The source of the list. Customers appear and vanish as it says. A list that fails changes nothing. */
export function createCustomers({ api, choice, identity, log, open, sourcesOf }: CustomersOptions): Source<Listed> {
  const isWanted = createNameFilter(choice)
  const running = new Map<string, Customer>()

  async function follow(wanted: readonly CustomerName[]): Promise<void> {
    const names = new Map(wanted.map((customer) => [`${customer.zaaid} ${customer.name}`, customer]))
    const gone = [...running].filter(([key]) => !names.has(key))
    for (const [key] of gone) running.delete(key)
    await Promise.all(gone.map(([, customer]) => customer.close()))
    const fresh = [...names].filter(([key]) => !running.has(key))
    for (const [key, customer] of fresh) {
      const host = open(customer.name)
      running.set(key, host)
      for (const source of sourcesOf(customer, host)) host.add(source)
    }
    if (gone.length + fresh.length > 0)
      log.info({ appeared: fresh.length, gone: gone.length }, 'customers have changed')
  }

  return {
    name: 'customers',
    ttl: listTtl,
    maxAge: 12 * listTtl,
    callsPerRefresh: 1,
    yields: true,
    // No stored list is taken: who does not ask opens no customers.
    identity: `${identity} ${choice.kind} ${randomUUID()}`,
    async fetch({ signal }) {
      const listed = readCustomers(await api.list(endpoints[choice.kind], signal))
      const wanted = listed.customers.filter(({ name }) => isWanted(name))
      await follow(wanted)
      return { ...listed, customers: wanted, filtered: listed.customers.length - wanted.length }
    },
    collect: ({ customers, filtered, skipped }) => ({
      families: [infoFamily(customers)],
      filtered,
      ...(skipped === 0 ? {} : { drift: { skipped_item: skipped } })
    })
  }
}

interface Listed {
  readonly customers: readonly CustomerName[]
  readonly filtered: number
  readonly skipped: number
}

/** Entries without a name or with an id that no cookie can carry are skipped. Of namesakes, the later ones have their id in the name. */
export function readCustomers(data: unknown): Omit<Listed, 'filtered'> {
  const entries = Array.isArray(data) ? (data as unknown[]) : []
  const taken = new Set<string>()
  const customers = entries.flatMap((entry): CustomerName[] => {
    const { name, zaaid } = (entry ?? {}) as Record<string, unknown>
    if (typeof name !== 'string' || name === '' || !/^\d{1,20}$/.test(String(zaaid))) return []
    const own = taken.has(name) ? `${name} (${zaaid})` : name
    taken.add(name)
    return [{ name: own, zaaid: String(zaaid) }]
  })
  return { customers, skipped: entries.length - customers.length }
}

function infoFamily(customers: readonly CustomerName[]): Family {
  return {
    name: 'site24x7_customer_info',
    help: 'A customer of the MSP account, or a business unit, from name and zaaid of the list; the value is always 1. Cached.',
    type: 'gauge',
    samples: customers.map(({ name, zaaid }) => ({ labels: { customer: name, customer_id: zaaid }, value: 1 }))
  }
}
