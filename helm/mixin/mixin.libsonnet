// The rules and dashboards of the chart as a monitoring mixin, for who renders with jsonnet and not with Helm.
// The files of the chart are the source; this only says what may be changed in them.
{
  _config+:: {
    // Value of the label `job` by which a target is known that has never answered.
    job: 'edge-exporter',
    // Page of the runbooks; the alert's name in lower case is the anchor.
    runbookUrl: 'https://github.com/edge-exporter/edge-exporter/blob/main/docs/runbooks.md',
    // Providers whose rules and dashboards are wanted.
    providers: ['site24x7', 'chinacache'],
    // Labels for every alert.
    alertLabels: {},
    // Changes by alert name: enabled, threshold, and any field of the rule (for, keep_firing_for, labels).
    alerts: {},
    // What the uids of the dashboards begin with.
    dashboardPrefix: 'edge-exporter',
  },

  local config = $._config,
  // Written by helm/mixin/generate.ts from the YAML of the chart.
  local ruleFiles = import 'rules.json',
  local dashboardFiles = {
    'overview.json': importstr '../edge-exporter/dashboards/overview.json',
    'internals.json': importstr '../edge-exporter/dashboards/internals.json',
    'site24x7.json': importstr '../edge-exporter/dashboards/site24x7.json',
    'chinacache.json': importstr '../edge-exporter/dashboards/chinacache.json',
  },
  local isWanted(name) = std.member(['edge-exporter', 'overview', 'internals'] + config.providers, name),

  local changed(rule) =
    local change = if std.objectHas(config.alerts, rule.alert) then config.alerts[rule.alert] else {};
    local annotations = rule.annotations { runbook_url: config.runbookUrl + '#' + std.asciiLower(rule.alert) };
    local withThreshold = if !std.objectHas(change, 'threshold') then rule { annotations: annotations } else rule {
      // Wherever it stands in the expression, after a space, it is the threshold.
      expr: std.strReplace(rule.expr, ' ' + annotations.threshold, ' ' + std.toString(change.threshold)),
      annotations: annotations { threshold: std.toString(change.threshold) },
    };
    withThreshold { [key]: change[key] for key in std.objectFields(change) if !std.member(['enabled', 'threshold', 'labels'], key) } {
      labels+: config.alertLabels + (if std.objectHas(change, 'labels') then change.labels else {}),
    },
  local isOff(rule) =
    std.objectHas(rule, 'alert') && std.objectHas(config.alerts, rule.alert) &&
    std.objectHas(config.alerts[rule.alert], 'enabled') && !config.alerts[rule.alert].enabled,
  local withJob(rule) = rule { expr: std.strReplace(rule.expr, 'job="edge-exporter"', 'job="' + config.job + '"') },
  local groups = std.flattenArrays([
    ruleFiles[name].groups
    for name in std.objectFields(ruleFiles)
    if isWanted(name)
  ]),

  // Recording rules first: alerts read what they record.
  prometheusRules+:: {
    groups+: [
      group { rules: [withJob(rule) for rule in group.rules if std.objectHas(rule, 'record')] }
      for group in groups
    ],
  },

  prometheusAlerts+:: {
    groups+: [
      group {
        name: std.strReplace(group.name, '.rules', '.alerts'),
        rules: [changed(withJob(rule)) for rule in group.rules if std.objectHas(rule, 'alert') && !isOff(rule)],
      }
      for group in groups
    ],
  },

  grafanaDashboards+:: {
    [file]:
      local text = dashboardFiles[file];
      std.parseJson(std.strReplace(
        std.strReplace(text, '"uid": "edge-exporter-', '"uid": "' + config.dashboardPrefix + '-'),
        '/d/edge-exporter-',
        '/d/' + config.dashboardPrefix + '-'
      ))
    for file in std.objectFields(dashboardFiles)
    if isWanted(std.strReplace(file, '.json', ''))
  },
}
