/** Which fields of the real-time API become which counters. The names are those of `fastly-exporter`. */

/** Family without `fastly_rt_` and `_total` -> field. */
const plain = {
  requests: 'requests',
  hits: 'hits',
  miss: 'miss',
  pass: 'pass',
  synth: 'synth',
  errors: 'errors',
  restarts: 'restarts',
  uncacheable: 'uncacheable',
  pci: 'pci',
  ipv6: 'ipv6',
  video: 'video',
  logging: 'logging',
  log_bytes: 'log_bytes',
  edge: 'edge_requests',
  shield: 'shield',
  waf_blocked: 'waf_blocked',
  waf_logged: 'waf_logged',
  waf_passed: 'waf_passed',
  header_size: 'header_size',
  body_size: 'body_size',
  req_header_bytes: 'req_header_bytes',
  req_body_bytes: 'req_body_bytes',
  resp_header_bytes: 'resp_header_bytes',
  resp_body_bytes: 'resp_body_bytes',
  bereq_header_bytes: 'bereq_header_bytes',
  bereq_body_bytes: 'bereq_body_bytes',
  hits_time: 'hits_time',
  miss_time: 'miss_time',
  pass_time: 'pass_time',
  hit_resp_body_bytes: 'hit_resp_body_bytes',
  miss_resp_body_bytes: 'miss_resp_body_bytes',
  pass_resp_body_bytes: 'pass_resp_body_bytes',
  origin_fetches: 'origin_fetches',
  origin_revalidations: 'origin_revalidations',
  shield_fetches: 'shield_fetches',
  compute_requests: 'compute_requests'
}

const codes = [200, 204, 206, 301, 302, 304, 400, 401, 403, 404, 406, 416, 429]
  .concat([500, 501, 502, 503, 504, 505, 530])
  .map(String)

/**
 * @typedef {object} Counter
 * @property {string} family
 * @property {string} field
 * @property {Record<string, string>} labels besides those of service and datacenter
 */

/** @type {readonly Counter[]} */
export const counters = [
  ...Object.entries(plain).map(([name, field]) => ({ family: `fastly_rt_${name}_total`, field, labels: {} })),
  ...codes.map((code) => ({
    family: 'fastly_rt_status_code_total',
    field: `status_${code}`,
    labels: { status_code: code }
  })),
  ...['1xx', '2xx', '3xx', '4xx', '5xx'].map((group) => ({
    family: 'fastly_rt_status_group_total',
    field: `status_${group}`,
    labels: { status_group: group }
  })),
  ...['2', '3'].map((version) => ({
    family: 'fastly_rt_http_total',
    field: `http${version}`,
    labels: { http_version: version }
  })),
  ...['1.0', '1.1', '1.2', '1.3'].map((version) => ({
    family: 'fastly_rt_tls_total',
    field: `tls_v${version.replace('.', '')}`,
    labels: { tls_version: version }
  }))
]

/** Upper bounds of the histogram of misses, seconds. */
export const missBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 60]
