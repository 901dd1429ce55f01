/** What exporter-chinacache makes of the API's answers, where it is right, written down apart from our own code. */

/** The answers to all questions about one channel. */
export interface ChannelAnswers {
  readonly channel: string
  readonly hitRate: { readonly Hit: number; readonly Miss: number }
  /** `total` is of the last minutes, `isps` and `provinces` are of the whole of yesterday. */
  readonly isp: { readonly total: number; readonly isps: readonly { isp: string; fluxRatio: number }[] }
  readonly region: {
    readonly total: number
    readonly provinces: readonly { provinceName: string; fluxRatio: number }[]
  }
  readonly codes: readonly { http_code: string; request_count: number; request_percent: string }[]
}

export interface ExpectedSeries {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** From its translation.go, but for what that one has wrong: Wasu and FibrLINK. */
const translations: Readonly<Record<string, string>> = {
  中国电信: 'China Telecom',
  中国移动: 'China Mobile',
  中国联通: 'China Unicom',
  f中国联通: 'China Unicom',
  中国教育和科研计算机网: 'China Education and Research Computer Network',
  长城宽带: 'Great Wall Broadband',
  华数: 'Wasu',
  中电飞华: 'FibrLINK',
  其他: 'other',
  广东省: 'Guangdong Province',
  江苏省: 'Jiangsu Province',
  浙江省: 'Zhejiang Province',
  上海: 'Shanghai',
  北京: 'Beijing',
  山东省: 'Shandong Province',
  四川省: 'Sichuan Province',
  河南省: 'Henan Province',
  湖北省: 'Hubei Province',
  广西: 'Guangxi',
  内蒙古: 'Inner Mongolia',
  新疆: 'Xinjiang',
  西藏: 'Tibet',
  香港特区: 'Hong Kong Special Administrative Region',
  台湾省: 'Taiwan Province'
}

const translate = (name: string) => translations[name] ?? name

export function expectedSeries({ channel, hitRate, isp, region, codes }: ChannelAnswers): ExpectedSeries[] {
  const prefix = 'ChinaCache_metrics'
  return [
    { name: `${prefix}_hit_miss_total`, labels: { channel, HitOrMiss: 'Hit' }, value: hitRate.Hit },
    { name: `${prefix}_hit_miss_total`, labels: { channel, HitOrMiss: 'Miss' }, value: hitRate.Miss },
    { name: `${prefix}_isp_total_bytes`, labels: { channel }, value: isp.total },
    ...summed(isp.isps.map(({ isp: name, fluxRatio }) => [translate(name), fluxRatio])).map(([name, value]) => ({
      name: `${prefix}_isp_specific_flux_ratio`,
      labels: { channel, isp: name },
      value
    })),
    { name: `${prefix}_region_total_bytes`, labels: { channel }, value: region.total },
    ...summed(region.provinces.map(({ provinceName, fluxRatio }) => [translate(provinceName), fluxRatio])).map(
      ([name, value]) => ({
        name: `${prefix}_region_specific_flux_ratio`,
        labels: { channel, region: 'Province', name },
        value
      })
    ),
    ...codes.flatMap(({ http_code: StatusCode, request_count: count, request_percent: percent }) => [
      { name: `${prefix}_statuscodes_request_count`, labels: { channel, StatusCode }, value: count },
      {
        name: `${prefix}_statuscodes_request_percent`,
        labels: { channel, StatusCode },
        value: Number(percent.slice(0, -1))
      }
    ])
  ]
}

/** It loses the whole push when two names have one translation; right is to add them up. */
function summed(shares: readonly (readonly [string, number])[]): [string, number][] {
  const sums = new Map<string, number>()
  for (const [name, share] of shares) sums.set(name, (sums.get(name) ?? 0) + share)
  return [...sums]
}
