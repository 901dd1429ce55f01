/** What providers tell of the credentials that they renew themselves, such as access tokens. */
export function createRenewals() {
  const failing = new Map<string, boolean>()
  return {
    /** Whether the last renewal failed while the credentials before are still good. */
    tellRenewal: (provider: string, isRenewed: boolean): void => void failing.set(provider, !isRenewed),
    /** By provider, of those that have told: true while the last renewal has failed. */
    failedRenewals: (): ReadonlyMap<string, boolean> => failing
  }
}
