import t from 'tap'
import { acceptsGzip, offerFor } from '../../../plugins/metrics/negotiation.ts'

const types: Readonly<Record<string, string>> = {
  text: 'text/plain; version=0.0.4; charset=utf-8',
  text1: 'text/plain; version=1.0.0; charset=utf-8; escaping=underscores',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
  openmetrics2: 'application/openmetrics-text; version=2.0.0; charset=utf-8; escaping=underscores'
}

const formats: Readonly<Record<string, readonly [accept: string | undefined, format: string]>> = {
  'Prometheus 2.30': [
    'application/openmetrics-text; version=1.0.0,application/openmetrics-text; version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1',
    'openmetrics'
  ],
  'Prometheus 2.53': [
    'application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2',
    'openmetrics'
  ],
  'Prometheus 3': [
    'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1',
    'openmetrics'
  ],
  'Prometheus 3 with native histograms': [
    'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,application/openmetrics-text;version=1.0.0;escaping=underscores;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=underscores;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1',
    'openmetrics'
  ],
  'Prometheus 3 with scrape_protocols: [PrometheusText0.0.4]': ['text/plain;version=0.0.4;q=0.5,*/*;q=0.4', 'text'],
  'Prometheus 3 with scrape_protocols: [PrometheusText1.0.0]': [
    'text/plain;version=1.0.0;escaping=allow-utf-8;q=0.5,*/*;q=0.4',
    'text1'
  ],
  'Prometheus 3 with scrape_protocols: [OpenMetricsText2.0.0]': [
    'application/openmetrics-text;version=2.0.0;escaping=allow-utf-8;q=0.5,*/*;q=0.4',
    'openmetrics2'
  ],
  'both versions of OpenMetrics alike: the first': [
    'application/openmetrics-text;version=2.0.0,application/openmetrics-text;version=1.0.0',
    'openmetrics2'
  ],
  'any version of OpenMetrics': ['application/openmetrics-text', 'openmetrics'],
  'any version of text': ['text/plain', 'text'],
  VictoriaMetrics: ['text/plain;version=0.0.4;q=1,*/*;q=0.1', 'text'],
  curl: ['*/*', 'text'],
  'a browser': ['text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8', 'text'],
  'no header': [undefined, 'text'],
  'an empty header': ['', 'text'],
  'no header that can be read': [';;q=,/', 'text'],
  'text preferred': ['application/openmetrics-text;version=1.0.0;q=0.4,text/plain;q=0.6', 'text'],
  'OpenMetrics preferred': ['text/plain;q=0.4,application/openmetrics-text;q=0.6', 'openmetrics'],
  'OpenMetrics refused': ['application/openmetrics-text;q=0,*/*', 'text'],
  'an old OpenMetrics alone': ['application/openmetrics-text;version=0.0.1', 'text'],
  'an old OpenMetrics before text': ['application/openmetrics-text;version=0.0.1,text/plain;q=0.1', 'text'],
  'OpenMetrics with a charset': ['application/openmetrics-text; version=1.0.0; charset=utf-8', 'openmetrics'],
  'text with a charset': ['application/openmetrics-text;q=0.3, text/plain; charset="utf-8"; q=0.4', 'text'],
  'OpenMetrics in other letters': ['Application/OpenMetrics-Text; Version=1.0.0', 'openmetrics'],
  'OpenMetrics with a parameter of its own': ['application/openmetrics-text;version=1.0.0;foo=bar', 'openmetrics'],
  'parameters between and behind': [
    'application/openmetrics-text;a=1 ;version=1.0.0; b = "x,y;q=0\\"";q=0.5;c,text/plain;d=2;q=0.4',
    'openmetrics'
  ],
  'parameters and a lower weight': ['application/openmetrics-text; a=b; q=0.1, text/plain; c=d;  q=0.4', 'text'],
  'a parameter that ends in q or version': [
    'application/openmetrics-text;xq=0;myversion=9;version=1.0.0',
    'openmetrics'
  ],
  'a version of quotes': ['application/openmetrics-text;version="1.0.0"', 'openmetrics'],
  'what is not offered': ['application/json', 'text']
}

t.test('format', async (t) => {
  for (const [who, [accept, format]] of Object.entries(formats)) {
    const { contentType } = offerFor(accept === undefined ? {} : { accept })
    t.equal(contentType, types[format], who)
  }
})

const encodings: readonly (readonly [acceptEncoding: string | undefined, gzip: boolean])[] = [
  [undefined, false],
  ['', false],
  ['gzip', true],
  ['GZIP', true],
  ['gzip, deflate, br', true],
  ['deflate;q=0.5, gzip;q=1.0', true],
  ['*', true],
  ['identity;q=0, *', true],
  ['identity', false],
  ['gzip;q=0', false],
  ['gzip;q=0, *', false],
  ['identity, gzip;q=0.5', false],
  ['deflate, br', false]
]

t.test('gzip', async (t) => {
  for (const [acceptEncoding, gzip] of encodings) {
    const headers = acceptEncoding === undefined ? {} : { 'accept-encoding': acceptEncoding }
    t.equal(acceptsGzip(headers), gzip, String(acceptEncoding))
  }
})
