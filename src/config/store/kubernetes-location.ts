/** `CACHE_URL=kubernetes:`: the Leases of the pod's namespace, and where this replica serves its snapshots to the others. */
import { isIP } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Settings } from '../../contract/provider.ts'
import { type Fault, SettingsError } from '../../contract/settings.ts'

export interface KubernetesLocation {
  readonly kind: 'kubernetes'
  /** Where the token, `ca.crt` and `namespace` of the service account are; all are read again as they are renewed. */
  readonly folder: string
  /** The API server. */
  readonly host: string
  readonly port: number
  /** Where this replica serves its snapshots. */
  readonly peer: { readonly host: string; readonly port: number }
}

const usualFolder = '/var/run/secrets/kubernetes.io/serviceaccount'

/** The folder of the service account; undefined for what is no such URL. */
export function kubernetesFolder(text: string): string | undefined {
  if (/^kubernetes:$/i.test(text)) return usualFolder
  const url = /^kubernetes:\/\/\/[^/]/i.test(text) ? URL.parse(text.replace(/^kubernetes:/i, 'file:')) : null
  try {
    return url === null || url.pathname.length < 2 ? undefined : fileURLToPath(url)
  } catch {
    return undefined
  }
}

/**
 * `env` has what the kubelet tells each container: KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT. Throws a
 * `SettingsError` with all that is missing.
 */
export function kubernetesLocation(folder: string, settings: Settings, env: Settings): KubernetesLocation {
  const { KUBERNETES_SERVICE_HOST: host = '', KUBERNETES_SERVICE_PORT: port = '443' } = env
  const { POD_IP: own, PEER_PORT: peerPort } = settings
  const faults: Fault[] = []
  if (host === '' || !isPort(port)) {
    const message =
      'is kubernetes:, which is for a pod: KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT, which the kubelet sets, do not name an API server'
    faults.push({ setting: 'CACHE_URL', message })
  }
  if (own === undefined) {
    const message =
      'is missing; with CACHE_URL=kubernetes: it is the address of the pod, status.podIP of the downward API'
    faults.push({ setting: 'POD_IP', message })
  } else if (isIP(own) === 0) {
    faults.push({ setting: 'POD_IP', message: 'is no IP address; take it from status.podIP by the downward API' })
  }
  if (!isPort(peerPort)) faults.push({ setting: 'PEER_PORT', message: 'must be from 1 to 65535' })
  if (faults.length > 0) throw new SettingsError(faults)
  return { kind: 'kubernetes', folder, host, port: Number(port), peer: { host: own ?? '', port: Number(peerPort) } }
}

function isPort(text: string | undefined): boolean {
  return text !== undefined && /^\d{1,5}$/.test(text) && Number(text) > 0 && Number(text) < 65_536
}
