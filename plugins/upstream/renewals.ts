/** What providers tell of the credentials that they renew themselves, such as access tokens. */
export interface Renewal {
  readonly provider: string
  readonly account?: string | undefined
  /** The last renewal failed while the credentials before are still good. */
  readonly isFailed: boolean
}

export function createRenewals() {
  const renewals = new Map<string, Renewal>()
  return {
    /** Whether the credentials of a provider's account were renewed, or those before are used on. */
    tellRenewal(provider: string, isRenewed: boolean, account?: string): void {
      renewals.set(`${provider}/${account}`, { provider, account, isFailed: !isRenewed })
    },
    /** Of those that have told. */
    renewals: (): readonly Renewal[] => [...renewals.values()]
  }
}
