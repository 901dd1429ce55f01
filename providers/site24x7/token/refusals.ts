/** What Zoho's refusals of a code mean, and what to do about each. */

export const apiConsole = 'the API console'

const otherCentre = 'or another data centre than that of the account was chosen'

/** Undefined for those that say the scope. */
export const refusals: Readonly<Record<string, string | undefined>> = {
  invalid_code: `the code is older than the minutes it was made for, was used before, is not whole, ${otherCentre}. Make a new one; each is good for one try.`,
  invalid_client: `there is no such client id, ${otherCentre}. Copy the Client ID of the Self Client again.`,
  invalid_client_secret: `the client secret does not belong to this client id. Copy it again from the tab Client Secret; if it was renewed there, the old one is dead.`,
  invalid_redirect_uri: `the client is not a Self Client. In ${apiConsole}, add a client of the kind Self Client.`,
  redirect_uri_mismatch: `the client is not a Self Client. In ${apiConsole}, add a client of the kind Self Client.`,
  invalid_scope: undefined,
  invalid_oauthscope: undefined,
  unsupported_grant_type:
    'the accounts server does not know this kind of request: check the data centre and ZOHO_ACCOUNTS_URL.',
  invalid_response_type: `the client is not a Self Client. In ${apiConsole}, add a client of the kind Self Client.`,
  access_denied: `the account may not use the API, or somebody has said no in ${apiConsole}. Ask the owner of the account.`,
  inactive_user: 'the user of the account is not active any more. Sign in as another one.',
  org_blocked: 'the organisation of the account is blocked. Ask Zoho.',
  general_error: 'Zoho has a fault of its own: try again in some minutes, with a new code.'
}
