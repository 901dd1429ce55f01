import { bars, dashboard, datasourceVariable, geomap, type Step, stat, table, timeseries, variable } from './grafana.ts'
import { alarm, instanceVariable, jobVariable, scraped, upWords } from './shared.ts'

const metric = 'chinacache_channel_up'
const channel = `${scraped},channel=~"$channel"`
const byChannel = (name: string) => `max by (channel) (${name}{${channel}})`

/** Seconds that the numbers of the source "traffic" are about. */
const windowLength = `scalar(max(chinacache_window_end_timestamp_seconds{${scraped},source="traffic"} - chinacache_window_start_timestamp_seconds{${scraped},source="traffic"}))`
const requests = `max by (channel) (chinacache_cache_hits{${channel}} + chinacache_cache_misses{${channel}})`
const responses = (more = '') => `sum(max by (channel, code) (chinacache_http_responses{${channel}${more}}))`
/** What came to the count of the day in the last hour; nothing where it starts anew. */
const errorsOfTheHour = `max by (channel, code) (clamp_min(delta(chinacache_http_responses{${channel},code=~"[45].."}[1h]), 0))`

const provinces = `sum by (province) (max by (channel, province) (chinacache_province_requests{${channel}}))`
const provinceTraffic = `avg by (province) (max by (channel, province) (chinacache_province_traffic_ratio{${channel}}))`
const yesterday = 'Yesterday, Shanghai time.'

const warm: readonly Step[] = [{ color: 'red' }, { from: 0.8, color: 'yellow' }, { from: 0.9, color: 'green' }]
const errors: readonly Step[] = [{ color: 'green' }, { from: 0.01, color: 'yellow' }, { from: 0.02, color: 'red' }]
const blue: readonly Step[] = [{ color: 'blue' }]

export const chinacache = dashboard({
  uid: 'edge-exporter-chinacache',
  title: 'Edge exporter / ChinaCache',
  description: 'The channels of ChinaCache: traffic, cache, carriers, provinces and status codes.',
  variables: [
    datasourceVariable,
    jobVariable(metric),
    instanceVariable(metric),
    variable({ name: 'channel', label: 'Channel', query: `label_values(${metric}{${scraped}}, channel)`, all: '.+' })
  ],
  rows: [
    {
      title: 'Now',
      panels: [
        stat(
          'Traffic',
          'Bits per second of the chosen channels, over the window that ChinaCache was asked about.',
          [{ expr: `8 * sum(${byChannel('chinacache_traffic_bytes')}) / ${windowLength}` }],
          { unit: 'bps' }
        ),
        stat(
          'Requests',
          'Requests per second of the chosen channels in that window.',
          [{ expr: `sum(${requests}) / ${windowLength}` }],
          { unit: 'reqps' }
        ),
        stat(
          'Hit ratio',
          'Hits among the requests in that window.',
          [{ expr: `sum(${byChannel('chinacache_cache_hits')}) / sum(${requests})` }],
          { unit: 'percentunit', decimals: 1, steps: warm }
        ),
        stat(
          '5xx today',
          'The share of 5xx among the responses since midnight, Shanghai time.',
          [{ expr: `(${responses(',code=~"5.."')} or 0 * ${responses()}) / ${responses()}` }],
          { unit: 'percentunit', decimals: 2, steps: errors }
        ),
        stat(
          'Channels without an answer',
          'Channels about which some answer of the last refresh failed. Their last numbers are shown until they are too old.',
          [{ expr: `sum(1 - min by (channel) (max by (channel, source) (${metric}{${channel}})))` }],
          { steps: alarm(1) }
        ),
        stat(
          'Age of the numbers',
          'The time since the end of the window that ChinaCache has counted.',
          [{ expr: `time() - max(chinacache_window_end_timestamp_seconds{${scraped},source="traffic"})` }],
          {
            unit: 's',
            decimals: 0,
            steps: [{ color: 'green' }, { from: 1800, color: 'yellow' }, { from: 3600, color: 'red' }]
          }
        )
      ]
    },
    {
      title: 'Traffic and cache',
      panels: [
        timeseries(
          'Traffic by channel',
          'Bits per second over the window that ChinaCache was asked about.',
          [{ expr: `8 * ${byChannel('chinacache_traffic_bytes')} / ${windowLength}`, legend: '{{channel}}' }],
          { unit: 'bps', min: 0, isStacked: true, width: 8 }
        ),
        timeseries(
          'Hit ratio by channel',
          'Hits among the requests. A channel without requests has none.',
          [{ expr: byChannel('chinacache_cache_hit_ratio'), legend: '{{channel}}' }],
          { unit: 'percentunit', max: 1, width: 8 }
        ),
        timeseries(
          'Hits and misses',
          'Requests per second of the chosen channels. Misses are the load on your origin.',
          [
            { expr: `sum(${byChannel('chinacache_cache_hits')}) / ${windowLength}`, legend: 'hits' },
            { expr: `sum(${byChannel('chinacache_cache_misses')}) / ${windowLength}`, legend: 'misses' }
          ],
          {
            unit: 'reqps',
            min: 0,
            isStacked: true,
            width: 8,
            series: [
              { name: 'hits', color: 'green' },
              { name: 'misses', color: 'orange' }
            ]
          }
        )
      ]
    },
    {
      title: 'Carriers and places',
      panels: [
        geomap(
          'Provinces',
          `Requests by province, at its capital. ${yesterday} The place comes as a geohash with the metrics.`,
          [
            {
              expr: `label_replace(${provinces}, "place", "$1", "province", "(.*)") * on (place) group_left (geohash) max by (place, geohash) (chinacache_place_info{${scraped}})`
            },
            {
              expr: `label_replace(${provinceTraffic}, "place", "$1", "province", "(.*)") and on (place) chinacache_place_info{${scraped}}`
            }
          ],
          [
            { field: 'place', title: 'Province' },
            { field: 'geohash', title: 'geohash' },
            { field: 'A', title: 'Requests', unit: 'short' },
            { field: 'B', title: 'Share of the traffic', unit: 'percentunit', decimals: 1 }
          ],
          {
            color: 'Requests',
            size: 'Requests',
            steps: blue,
            view: { id: 'coords', lat: 35, lon: 104, zoom: 3.6 },
            width: 12,
            height: 14
          }
        ),
        bars(
          'Provinces by requests',
          `The share of the requests from China. ${yesterday}`,
          { expr: `topk(15, ${provinces} / scalar(sum(${provinces})))`, legend: '{{province}}' },
          { unit: 'percentunit', decimals: 1, steps: blue, width: 6, height: 14 }
        ),
        bars(
          'Carriers by requests',
          `The share of the requests by carrier (ISP). ${yesterday}`,
          {
            expr: `topk(15, sum by (isp) (max by (channel, isp) (chinacache_isp_requests{${channel}})) / scalar(sum(max by (channel, isp) (chinacache_isp_requests{${channel}}))))`,
            legend: '{{isp}}'
          },
          { unit: 'percentunit', decimals: 1, steps: blue, width: 6, height: 14 }
        ),
        timeseries(
          'Share of the traffic by carrier',
          `The mean of the chosen channels; it changes once a day. ${yesterday}`,
          [
            {
              expr: `avg by (isp) (max by (channel, isp) (chinacache_isp_traffic_ratio{${channel}}))`,
              legend: '{{isp}}'
            }
          ],
          { unit: 'percentunit', min: 0, isStacked: true, width: 16, height: 10 }
        ),
        bars(
          'Other countries by requests',
          `Requests from outside of China. ${yesterday}`,
          {
            expr: `topk(10, sum by (country) (max by (channel, country) (chinacache_country_requests{${channel}})))`,
            legend: '{{country}}'
          },
          { unit: 'short', steps: blue, width: 8, height: 10 }
        )
      ]
    },
    {
      title: 'Status codes',
      panels: [
        timeseries(
          'Share by class today',
          'Since midnight, Shanghai time, so it is rough after midnight and slow in the evening.',
          [
            {
              expr: `sum by (class) (label_replace(max by (channel, code) (chinacache_http_responses{${channel}}), "class", "$1", "code", "(.)..")) / scalar(${responses()})`,
              legend: '{{class}}xx'
            }
          ],
          { unit: 'percentunit', min: 0, width: 8 }
        ),
        timeseries(
          'Errors in the last hour',
          'How many 4xx and 5xx came to the count of the day in the last hour, by code. The hour after midnight in Shanghai shows too few.',
          [
            {
              expr: `sum by (code) (${errorsOfTheHour})`,
              legend: '{{code}}'
            }
          ],
          { unit: 'short', min: 0, isStacked: true, width: 8 }
        ),
        table(
          'Codes today',
          'Since midnight, Shanghai time.',
          [
            { expr: `sum by (code) (max by (channel, code) (chinacache_http_responses{${channel}}))` },
            { expr: `avg by (code) (max by (channel, code) (chinacache_http_response_ratio{${channel}}))` },
            { expr: `avg by (code) (max by (channel, code) (chinacache_http_traffic_ratio{${channel}}))` }
          ],
          [
            { field: 'code', title: 'Code' },
            { field: 'A', title: 'Responses', unit: 'short' },
            { field: 'B', title: 'Share', unit: 'percentunit', decimals: 2 },
            { field: 'C', title: 'Share of the traffic', unit: 'percentunit', decimals: 2 }
          ],
          { width: 8, sortBy: 'Responses', isDescending: true }
        )
      ]
    },
    {
      title: 'Where the numbers come from',
      panels: [
        table(
          'Answers by channel',
          'Whether the last refresh of each source got every answer about the channel.',
          [{ expr: `max by (channel, source) (${metric}{${channel}})` }],
          [
            { field: 'channel', title: 'Channel' },
            { field: 'source', title: 'Source' },
            { field: 'A', title: 'Answered', words: upWords }
          ],
          { sortBy: 'Answered' }
        ),
        table(
          'Windows',
          'The stretch of time that each source has asked about.',
          [
            { expr: `1000 * max by (source) (chinacache_window_start_timestamp_seconds{${scraped}})` },
            { expr: `1000 * max by (source) (chinacache_window_end_timestamp_seconds{${scraped}})` }
          ],
          [
            { field: 'source', title: 'Source' },
            { field: 'A', title: 'From', unit: 'dateTimeAsIso' },
            { field: 'B', title: 'To', unit: 'dateTimeAsIso' }
          ]
        )
      ]
    }
  ]
})
