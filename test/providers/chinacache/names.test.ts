import t from 'tap'
import table from '../../../providers/chinacache/names.json' with { type: 'json' }
import { provinces, translate } from '../../../providers/chinacache/names.ts'

t.test('provinces: English, the old label, the letter code, the capital', async (t) => {
  const { at, ...name } = translate('广东省', 'province')
  t.same(name, { en: 'Guangdong', compatible: 'Guangdong Province', iso: 'CN-GD', known: true })
  t.match(at, { latitude: 23.12, longitude: 113.25 })
  t.equal(translate('广东', 'province').compatible, 'Guangdong Province', 'both spellings are one series')
  t.equal(translate(' 北京 ', 'province').en, 'Beijing')
})

t.test('labels of exporter-chinacache stay letter for letter', async (t) => {
  const labels = {
    甘肃省: 'Gansu province',
    海南省: 'Hainan',
    香港特区: 'Hong Kong Special Administrative Region',
    台湾省: 'Taiwan Province',
    其他: 'other'
  }
  for (const [zh, label] of Object.entries(labels)) t.equal(translate(zh, 'province').compatible, label)
  t.equal(translate('方正宽带', 'isp').compatible, 'Founder broadband')
  t.equal(translate('中国铁通', 'isp').compatible, 'China Railcom')
  t.equal(translate('广电网络', 'isp').compatible, 'Radio and television network')
})

t.test('mistranslations are corrected', async (t) => {
  const corrected = {
    华数: 'Wasu',
    中电飞华: 'FibrLINK',
    盈通网络: 'Yingtong Network',
    北京大区其他: 'Beijing region (other)'
  }
  for (const [zh, en] of Object.entries(corrected)) {
    t.match(translate(zh, 'isp'), { en, compatible: en })
  }
})

t.test('codes fit the list that a name stands in', async (t) => {
  t.equal(translate('日本', 'country').iso, 'JP')
  t.equal(translate('日本', 'province').iso, '', 'a country has no code among the provinces')
  t.equal(translate('新泽西州', 'country').iso, 'US')
  t.equal(translate('新泽西州', 'province').iso, 'US-NJ')
  t.equal(translate('香港', 'country').iso, 'HK')
  t.equal(translate('香港', 'province').iso, 'CN-HK')
  t.equal(translate('浙江', 'country').iso, 'CN')
  t.equal(translate('其他', 'country').iso, '')
  t.equal(translate('中国电信', 'isp').iso, '')
})

t.test('what is not known passes through unchanged', async (t) => {
  for (const zh of ['乌托邦', '', '__proto__', 'constructor', ' x ']) {
    t.same(translate(zh, 'isp'), { en: zh, compatible: zh, iso: '', at: undefined, known: false })
  }
})

t.test('the table', async (t) => {
  const rows: { en: string; zh: string[]; at?: number[] }[] = [
    ...table.provinces,
    ...table.countries,
    ...table.regions,
    ...table.isps
  ]
  const spellings = rows.flatMap(({ zh }) => zh)
  t.equal(new Set(spellings).size, spellings.length, 'a spelling means one thing')
  t.equal(provinces.length, 34)
  t.ok(provinces.every(({ iso, at }) => /^CN-[A-Z]{2}$/.test(iso) && at !== undefined))
  t.ok(table.countries.every(({ iso }) => /^[A-Z]{2}$/.test(iso)))
  const positions = rows.flatMap(({ at }) => (at === undefined ? [] : [at]))
  t.ok(positions.every(([latitude = 91, longitude = 181]) => Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180))
  t.ok(
    table.provinces.every(
      ({ at: [latitude = 0, longitude = 0] }) => latitude > 18 && latitude < 54 && longitude > 73 && longitude < 135
    )
  )
  // Prometheus takes any text, but a label of a dashboard is typed by hand.
  t.ok(rows.every(({ en }) => /^[\x20-\x7e]+$/.test(en)))
})
