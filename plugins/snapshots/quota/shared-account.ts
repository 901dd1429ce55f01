/** An account whose quota is shared with the processes before and beside this one. */
import type { Source } from '../../../src/contract/provider.ts'
import type { Collected } from '../collect.ts'
import type { Account, createAccount } from './account.ts'
import type { AccountFacts, AccountRecord } from './account-record.ts'
import type { SpentCalls } from './spent-calls.ts'

export type SharedAccount = ReturnType<typeof shareAccount>

export function shareAccount(account: ReturnType<typeof createAccount>, spent: SpentCalls, record: AccountRecord) {
  let learnt: AccountFacts | undefined
  /** Calls that were reserved for refreshes which run. */
  const reserved = new Map<Source, number>()

  function learn(latest: AccountFacts & Pick<Collected, 'overview'>, source?: Source): void {
    learnt = {
      dailyCallLimit: latest.dailyCallLimit ?? learnt?.dailyCallLimit,
      utcOffset: latest.utcOffset ?? learnt?.utcOffset
    }
    account.learn(latest, source)
  }

  /** Once, and only where no payload has told better. */
  async function recall(): Promise<void> {
    if (learnt !== undefined) return
    const stored = await record.load()
    learnt = {}
    if (Object.keys(stored).length > 0) learn(stored)
  }

  async function catchUp(): Promise<void> {
    if (account.limit() === undefined) return
    await recall()
    await spent.synchronise()
  }

  const shared: Account = {
    interval: account.interval,
    utcOffset: account.utcOffset,
    deadline: account.deadline,
    calls: account.calls,
    learn,
    isSpent: account.isSpent,
    catchUp,

    async begin(source) {
      if (account.limit() === undefined) return
      await catchUp()
      account.assertBudget(source)
      reserved.set(source, account.calls(source))
      await spent.reserve(account.calls(source))
    },

    async end(source) {
      if (account.limit() === undefined) return
      await spent.settle(reserved.get(source) ?? 0)
      if (learnt !== undefined) await record.save(learnt)
    }
  }
  return { ...account, ...shared }
}
