/** Accounts whose names hold all that JSON can hold: what is served of them has to come through every parser. */

const halves = ['\ud800', '\udbff', '\udc00', '\udfff']

const names: readonly string[] = [
  ...['"', '\\', '\\"', '\\\\"', '\\n', '\n', '\r', '\r\n', '\t', '\0', 'a\0b', '\u0001\u001f\u007f'],
  ...[
    '',
    ' ',
    '  a  ',
    '{',
    '}',
    '{a="b"}',
    '# EOF',
    '\n# EOF\n',
    '# TYPE a counter',
    'a 1\nb 2',
    '=',
    ',',
    '\\x41',
    '%00'
  ],
  ...[
    '日本',
    'é',
    'e\u0301',
    '\u00a0',
    '\u2028',
    '\u2029',
    '\u200b',
    '\ufeff',
    '\ufffd',
    '\uffff',
    '\u{1f600}',
    '\u{10ffff}',
    'ß'
  ],
  ...['مراقب', '\u202eabc', 'a\u0300\u0301', '\u0085', '\u0080', 'ſ', 'İ', '١٢٣'],
  ...[...halves, ...halves.map((half) => `a${half}b`), '\udc00\ud800', '\ud83d\ude00'],
  ...['x'.repeat(300), '"'.repeat(300), '\\'.repeat(300), '\n'.repeat(300), '監'.repeat(300)],
  ...['NaN', '+Inf', '1', 'true', '__name__', 'le']
]

/** What `current_status` answers: one monitor for each name, with a tag, a location and a group of that name. */
export function nastyAccount(): { monitors: unknown[]; monitor_groups: unknown[] } {
  const monitors = names.map((name, i) => ({
    monitor_id: String(1000 + i),
    name,
    monitor_type: 'URL',
    status: i % 3,
    attribute_key: 'response_time',
    attribute_value: i / 7,
    unit: 'ms',
    tags: [name],
    locations: [name, 'Amsterdam - NL'].map((location) => ({
      location_name: location,
      status: 1,
      attribute_value: i * 1.1
    }))
  }))
  const groups = names.map((name, i) => ({ group_id: String(i), group_name: name, status: 1, monitors: [monitors[i]] }))
  return { monitors, monitor_groups: groups }
}
