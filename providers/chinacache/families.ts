/** Every family of this provider. */
export interface Definition {
  readonly name: string
  readonly help: string
  readonly unit?: string
}

const traffic = 'in the window of source "traffic"; cached'
const breakdown = 'yesterday, Shanghai time; cached'
const today = 'today so far, Shanghai time; cached'

/** The names of exporter-chinacache. */
export const compatible = {
  hitMiss: {
    name: 'ChinaCache_metrics_hit_miss_total',
    help: `Requests that hit or missed the cache, a gauge (Hit, Miss of getHitRate), ${traffic}`
  },
  ispBytes: {
    name: 'ChinaCache_metrics_isp_total_bytes',
    help: `Traffic of the channel (totalFlux of getIsp), ${traffic}`,
    unit: 'bytes'
  },
  ispShare: {
    name: 'ChinaCache_metrics_isp_specific_flux_ratio',
    help: `Share of the traffic by carrier (isps[].fluxRatio of getIsp), ${breakdown}`,
    unit: 'ratio'
  },
  regionBytes: {
    name: 'ChinaCache_metrics_region_total_bytes',
    help: `Traffic of the channel (totalFlux of getRegion), ${traffic}`,
    unit: 'bytes'
  },
  regionShare: {
    name: 'ChinaCache_metrics_region_specific_flux_ratio',
    help: `Share of the traffic by province (provinces[].fluxRatio of getRegion), ${breakdown}`,
    unit: 'ratio'
  },
  statusPercent: {
    name: 'ChinaCache_metrics_statuscodes_request_percent',
    help: `Share of the requests by status code, 0 to 100 (request_percent of http_code), ${today}`,
    unit: 'percent'
  },
  statusCount: {
    name: 'ChinaCache_metrics_statuscodes_request_count',
    help: `Requests by status code (request_count of http_code), ${today}`
  }
} satisfies Record<string, Definition>

export const families = {
  hits: { name: 'chinacache_cache_hits', help: `Requests answered from the cache (Hit of getHitRate), ${traffic}` },
  misses: {
    name: 'chinacache_cache_misses',
    help: `Requests not answered from the cache (Miss of getHitRate), ${traffic}`
  },
  hitRatio: {
    name: 'chinacache_cache_hit_ratio',
    help: `Hit / (Hit + Miss) of getHitRate, without a value when there were no requests, ${traffic}`,
    unit: 'ratio'
  },
  bytes: {
    name: 'chinacache_traffic_bytes',
    help: `Traffic of the channel (totalFlux of getIsp, else of getRegion), ${traffic}`,
    unit: 'bytes'
  },
  ispTraffic: {
    name: 'chinacache_isp_traffic_ratio',
    help: `Share of the traffic by carrier (isps[].fluxRatio of getIsp), ${breakdown}`,
    unit: 'ratio'
  },
  ispRequests: {
    name: 'chinacache_isp_requests',
    help: `Requests by carrier (isps[].hitCount of getIsp), ${breakdown}`
  },
  ispRequestRatio: {
    name: 'chinacache_isp_request_ratio',
    help: `Share of the requests by carrier (isps[].hitRatio of getIsp), ${breakdown}`,
    unit: 'ratio'
  },
  provinceTraffic: {
    name: 'chinacache_province_traffic_ratio',
    help: `Share of the traffic by province (provinces[].fluxRatio of getRegion), ${breakdown}`,
    unit: 'ratio'
  },
  provinceRequests: {
    name: 'chinacache_province_requests',
    help: `Requests by province (provinces[].hitCount of getRegion), ${breakdown}`
  },
  provinceRequestRatio: {
    name: 'chinacache_province_request_ratio',
    help: `Share of the requests by province (provinces[].hitRatio of getRegion), ${breakdown}`,
    unit: 'ratio'
  },
  countryTraffic: {
    name: 'chinacache_country_traffic_ratio',
    help: `Share of the traffic by country, or state of one (states[].fluxRatio of getRegion), ${breakdown}`,
    unit: 'ratio'
  },
  countryRequests: {
    name: 'chinacache_country_requests',
    help: `Requests by country, or state of one (states[].hitCount of getRegion), ${breakdown}`
  },
  countryRequestRatio: {
    name: 'chinacache_country_request_ratio',
    help: `Share of the requests by country, or state of one (states[].hitRatio of getRegion), ${breakdown}`,
    unit: 'ratio'
  },
  responses: {
    name: 'chinacache_http_responses',
    help: `Responses by status code, without class totals (request_count of http_code), ${today}`
  },
  responseRatio: {
    name: 'chinacache_http_response_ratio',
    help: `Share of the responses by status code, without class totals (request_percent of http_code), ${today}`,
    unit: 'ratio'
  },
  responseTraffic: {
    name: 'chinacache_http_traffic_ratio',
    help: `Share of the traffic by status code, without class totals (flux_percent of http_code), ${today}`,
    unit: 'ratio'
  },
  windowStart: {
    name: 'chinacache_window_start_timestamp_seconds',
    help: 'Start of the time that the last refresh of the source asked ChinaCache about',
    unit: 'seconds'
  },
  windowEnd: {
    name: 'chinacache_window_end_timestamp_seconds',
    help: 'End of the time that the last refresh of the source asked ChinaCache about; the refresh itself while the day is not over',
    unit: 'seconds'
  },
  channelUp: {
    name: 'chinacache_channel_up',
    help: 'Whether the last refresh of the source got every answer about the channel; when no channel has any, see edge_exporter_source_up'
  },
  placeInfo: {
    name: 'chinacache_place_info',
    help: 'A province or country that the shares name (provinces[], states[] of getRegion), at its capital; cached'
  }
} satisfies Record<string, Definition>
