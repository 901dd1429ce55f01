/** What the API can be asked, and the scopes of OAuth that it wants. */

/** What was asked for: the `endpoint` label, and the scope of OAuth that it needs. */
export interface Asked {
  readonly name: string
  readonly scope: string
}

/** One call of the API. */
export interface Endpoint extends Asked {
  /** Below the root of the API, with its query. */
  readonly path: string
}

export const reportsRead = 'Site24x7.Reports.Read'
export const operationsRead = 'Site24x7.Operations.Read'
export const adminRead = 'Site24x7.Admin.Read'
