/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`test/app/golden.test.ts > TAP > OpenMetrics > must match snapshot 1`] = `
# HELP edge_exporter_source_drift What the API sent that this version does not know, by kind.
# TYPE edge_exporter_source_drift counter
edge_exporter_source_drift_total{provider="site24x7",source="current_status",kind="unknown_location"} 1
# HELP edge_exporter_source_failures Refreshes, or parts of them, that failed, by class.
# TYPE edge_exporter_source_failures counter
edge_exporter_source_failures_total{provider="site24x7",source="current_status",reason="auth"} 0
edge_exporter_source_failures_total{provider="site24x7",source="current_status",reason="quota"} 0
edge_exporter_source_failures_total{provider="site24x7",source="current_status",reason="timeout"} 0
edge_exporter_source_failures_total{provider="site24x7",source="current_status",reason="network"} 0
edge_exporter_source_failures_total{provider="site24x7",source="current_status",reason="server"} 0
edge_exporter_source_failures_total{provider="site24x7",source="current_status",reason="client"} 0
edge_exporter_source_failures_total{provider="site24x7",source="current_status",reason="parse"} 0
edge_exporter_source_failures_total{provider="site24x7",source="current_status",reason="schema"} 0
edge_exporter_source_failures_total{provider="site24x7",source="current_status",reason="internal"} 0
edge_exporter_source_failures_total{provider="site24x7",source="availability",reason="auth"} 0
edge_exporter_source_failures_total{provider="site24x7",source="availability",reason="quota"} 0
edge_exporter_source_failures_total{provider="site24x7",source="availability",reason="timeout"} 0
edge_exporter_source_failures_total{provider="site24x7",source="availability",reason="network"} 0
edge_exporter_source_failures_total{provider="site24x7",source="availability",reason="server"} 0
edge_exporter_source_failures_total{provider="site24x7",source="availability",reason="client"} 0
edge_exporter_source_failures_total{provider="site24x7",source="availability",reason="parse"} 0
edge_exporter_source_failures_total{provider="site24x7",source="availability",reason="schema"} 0
edge_exporter_source_failures_total{provider="site24x7",source="availability",reason="internal"} 0
edge_exporter_source_failures_total{provider="site24x7",source="certificates",reason="auth"} 0
edge_exporter_source_failures_total{provider="site24x7",source="certificates",reason="quota"} 0
edge_exporter_source_failures_total{provider="site24x7",source="certificates",reason="timeout"} 0
edge_exporter_source_failures_total{provider="site24x7",source="certificates",reason="network"} 0
edge_exporter_source_failures_total{provider="site24x7",source="certificates",reason="server"} 0
edge_exporter_source_failures_total{provider="site24x7",source="certificates",reason="client"} 0
edge_exporter_source_failures_total{provider="site24x7",source="certificates",reason="parse"} 0
edge_exporter_source_failures_total{provider="site24x7",source="certificates",reason="schema"} 0
edge_exporter_source_failures_total{provider="site24x7",source="certificates",reason="internal"} 0
edge_exporter_source_failures_total{provider="site24x7",source="maintenance",reason="auth"} 0
edge_exporter_source_failures_total{provider="site24x7",source="maintenance",reason="quota"} 0
edge_exporter_source_failures_total{provider="site24x7",source="maintenance",reason="timeout"} 0
edge_exporter_source_failures_total{provider="site24x7",source="maintenance",reason="network"} 0
edge_exporter_source_failures_total{provider="site24x7",source="maintenance",reason="server"} 0
edge_exporter_source_failures_total{provider="site24x7",source="maintenance",reason="client"} 0
edge_exporter_source_failures_total{provider="site24x7",source="maintenance",reason="parse"} 0
edge_exporter_source_failures_total{provider="site24x7",source="maintenance",reason="schema"} 0
edge_exporter_source_failures_total{provider="site24x7",source="maintenance",reason="internal"} 0
edge_exporter_source_failures_total{provider="site24x7",source="configuration",reason="auth"} 0
edge_exporter_source_failures_total{provider="site24x7",source="configuration",reason="quota"} 0
edge_exporter_source_failures_total{provider="site24x7",source="configuration",reason="timeout"} 0
edge_exporter_source_failures_total{provider="site24x7",source="configuration",reason="network"} 0
edge_exporter_source_failures_total{provider="site24x7",source="configuration",reason="server"} 0
edge_exporter_source_failures_total{provider="site24x7",source="configuration",reason="client"} 0
edge_exporter_source_failures_total{provider="site24x7",source="configuration",reason="parse"} 0
edge_exporter_source_failures_total{provider="site24x7",source="configuration",reason="schema"} 0
edge_exporter_source_failures_total{provider="site24x7",source="configuration",reason="internal"} 0
edge_exporter_source_failures_total{provider="site24x7",source="locations",reason="auth"} 0
edge_exporter_source_failures_total{provider="site24x7",source="locations",reason="quota"} 0
edge_exporter_source_failures_total{provider="site24x7",source="locations",reason="timeout"} 0
edge_exporter_source_failures_total{provider="site24x7",source="locations",reason="network"} 0
edge_exporter_source_failures_total{provider="site24x7",source="locations",reason="server"} 0
edge_exporter_source_failures_total{provider="site24x7",source="locations",reason="client"} 0
edge_exporter_source_failures_total{provider="site24x7",source="locations",reason="parse"} 0
edge_exporter_source_failures_total{provider="site24x7",source="locations",reason="schema"} 0
edge_exporter_source_failures_total{provider="site24x7",source="locations",reason="internal"} 0
edge_exporter_source_failures_total{provider="site24x7",source="sla",reason="auth"} 0
edge_exporter_source_failures_total{provider="site24x7",source="sla",reason="quota"} 0
edge_exporter_source_failures_total{provider="site24x7",source="sla",reason="timeout"} 0
edge_exporter_source_failures_total{provider="site24x7",source="sla",reason="network"} 0
edge_exporter_source_failures_total{provider="site24x7",source="sla",reason="server"} 0
edge_exporter_source_failures_total{provider="site24x7",source="sla",reason="client"} 0
edge_exporter_source_failures_total{provider="site24x7",source="sla",reason="parse"} 0
edge_exporter_source_failures_total{provider="site24x7",source="sla",reason="schema"} 0
edge_exporter_source_failures_total{provider="site24x7",source="sla",reason="internal"} 0
edge_exporter_source_failures_total{provider="site24x7",source="alerts",reason="auth"} 0
edge_exporter_source_failures_total{provider="site24x7",source="alerts",reason="quota"} 0
edge_exporter_source_failures_total{provider="site24x7",source="alerts",reason="timeout"} 0
edge_exporter_source_failures_total{provider="site24x7",source="alerts",reason="network"} 0
edge_exporter_source_failures_total{provider="site24x7",source="alerts",reason="server"} 0
edge_exporter_source_failures_total{provider="site24x7",source="alerts",reason="client"} 0
edge_exporter_source_failures_total{provider="site24x7",source="alerts",reason="parse"} 0
edge_exporter_source_failures_total{provider="site24x7",source="alerts",reason="schema"} 0
edge_exporter_source_failures_total{provider="site24x7",source="alerts",reason="internal"} 0
edge_exporter_source_failures_total{provider="site24x7",source="servers",reason="auth"} 0
edge_exporter_source_failures_total{provider="site24x7",source="servers",reason="quota"} 0
edge_exporter_source_failures_total{provider="site24x7",source="servers",reason="timeout"} 0
edge_exporter_source_failures_total{provider="site24x7",source="servers",reason="network"} 0
edge_exporter_source_failures_total{provider="site24x7",source="servers",reason="server"} 0
edge_exporter_source_failures_total{provider="site24x7",source="servers",reason="client"} 0
edge_exporter_source_failures_total{provider="site24x7",source="servers",reason="parse"} 0
edge_exporter_source_failures_total{provider="site24x7",source="servers",reason="schema"} 0
edge_exporter_source_failures_total{provider="site24x7",source="servers",reason="internal"} 0
edge_exporter_source_failures_total{provider="site24x7",source="usage",reason="auth"} 0
edge_exporter_source_failures_total{provider="site24x7",source="usage",reason="quota"} 0
edge_exporter_source_failures_total{provider="site24x7",source="usage",reason="timeout"} 0
edge_exporter_source_failures_total{provider="site24x7",source="usage",reason="network"} 0
edge_exporter_source_failures_total{provider="site24x7",source="usage",reason="server"} 0
edge_exporter_source_failures_total{provider="site24x7",source="usage",reason="client"} 0
edge_exporter_source_failures_total{provider="site24x7",source="usage",reason="parse"} 0
edge_exporter_source_failures_total{provider="site24x7",source="usage",reason="schema"} 0
edge_exporter_source_failures_total{provider="site24x7",source="usage",reason="internal"} 0
# HELP edge_exporter_source_last_attempt_timestamp_seconds Unix time at which the last refresh began.
# TYPE edge_exporter_source_last_attempt_timestamp_seconds gauge
# UNIT edge_exporter_source_last_attempt_timestamp_seconds seconds
edge_exporter_source_last_attempt_timestamp_seconds{provider="site24x7",source="current_status"} 1767323045
edge_exporter_source_last_attempt_timestamp_seconds{provider="site24x7",source="availability"} 1767323045
edge_exporter_source_last_attempt_timestamp_seconds{provider="site24x7",source="certificates"} 1767323045
edge_exporter_source_last_attempt_timestamp_seconds{provider="site24x7",source="maintenance"} 1767323045
edge_exporter_source_last_attempt_timestamp_seconds{provider="site24x7",source="configuration"} 1767323045
edge_exporter_source_last_attempt_timestamp_seconds{provider="site24x7",source="locations"} 1767323045
edge_exporter_source_last_attempt_timestamp_seconds{provider="site24x7",source="sla"} 1767323045
edge_exporter_source_last_attempt_timestamp_seconds{provider="site24x7",source="alerts"} 1767323045
edge_exporter_source_last_attempt_timestamp_seconds{provider="site24x7",source="servers"} 1767323045
edge_exporter_source_last_attempt_timestamp_seconds{provider="site24x7",source="usage"} 1767323045
# HELP edge_exporter_source_last_success_timestamp_seconds Unix time of the last refresh that succeeded.
# TYPE edge_exporter_source_last_success_timestamp_seconds gauge
# UNIT edge_exporter_source_last_success_timestamp_seconds seconds
edge_exporter_source_last_success_timestamp_seconds{provider="site24x7",source="current_status"} 1767323045
edge_exporter_source_last_success_timestamp_seconds{provider="site24x7",source="availability"} 1767323045
edge_exporter_source_last_success_timestamp_seconds{provider="site24x7",source="certificates"} 1767323045
edge_exporter_source_last_success_timestamp_seconds{provider="site24x7",source="maintenance"} 1767323045
edge_exporter_source_last_success_timestamp_seconds{provider="site24x7",source="configuration"} 1767323045
edge_exporter_source_last_success_timestamp_seconds{provider="site24x7",source="locations"} 1767323045
edge_exporter_source_last_success_timestamp_seconds{provider="site24x7",source="sla"} 1767323045
edge_exporter_source_last_success_timestamp_seconds{provider="site24x7",source="alerts"} 1767323045
edge_exporter_source_last_success_timestamp_seconds{provider="site24x7",source="servers"} 1767323045
edge_exporter_source_last_success_timestamp_seconds{provider="site24x7",source="usage"} 1767323045
# HELP edge_exporter_source_max_age_seconds Age at which data that could not be refreshed is withdrawn.
# TYPE edge_exporter_source_max_age_seconds gauge
# UNIT edge_exporter_source_max_age_seconds seconds
edge_exporter_source_max_age_seconds{provider="site24x7",source="current_status"} 300
edge_exporter_source_max_age_seconds{provider="site24x7",source="availability"} 18000
edge_exporter_source_max_age_seconds{provider="site24x7",source="certificates"} 108000
edge_exporter_source_max_age_seconds{provider="site24x7",source="maintenance"} 4500
edge_exporter_source_max_age_seconds{provider="site24x7",source="configuration"} 108000
edge_exporter_source_max_age_seconds{provider="site24x7",source="locations"} 432000
edge_exporter_source_max_age_seconds{provider="site24x7",source="sla"} 108000
edge_exporter_source_max_age_seconds{provider="site24x7",source="alerts"} 4500
edge_exporter_source_max_age_seconds{provider="site24x7",source="servers"} 4500
edge_exporter_source_max_age_seconds{provider="site24x7",source="usage"} 18000
# HELP edge_exporter_source_merged_series Series of the last refresh that were merged into another one because their labels were the same.
# TYPE edge_exporter_source_merged_series gauge
edge_exporter_source_merged_series{provider="site24x7",source="current_status"} 2
edge_exporter_source_merged_series{provider="site24x7",source="availability"} 0
edge_exporter_source_merged_series{provider="site24x7",source="certificates"} 2
edge_exporter_source_merged_series{provider="site24x7",source="maintenance"} 0
edge_exporter_source_merged_series{provider="site24x7",source="configuration"} 0
edge_exporter_source_merged_series{provider="site24x7",source="locations"} 0
edge_exporter_source_merged_series{provider="site24x7",source="sla"} 0
edge_exporter_source_merged_series{provider="site24x7",source="alerts"} 0
edge_exporter_source_merged_series{provider="site24x7",source="servers"} 0
edge_exporter_source_merged_series{provider="site24x7",source="usage"} 0
# HELP edge_exporter_source_refresh_duration_seconds How long the last refresh took, successful or not.
# TYPE edge_exporter_source_refresh_duration_seconds gauge
# UNIT edge_exporter_source_refresh_duration_seconds seconds
edge_exporter_source_refresh_duration_seconds{provider="site24x7",source="current_status"} 0
edge_exporter_source_refresh_duration_seconds{provider="site24x7",source="availability"} 0
edge_exporter_source_refresh_duration_seconds{provider="site24x7",source="certificates"} 0
edge_exporter_source_refresh_duration_seconds{provider="site24x7",source="maintenance"} 0
edge_exporter_source_refresh_duration_seconds{provider="site24x7",source="configuration"} 0
edge_exporter_source_refresh_duration_seconds{provider="site24x7",source="locations"} 0
edge_exporter_source_refresh_duration_seconds{provider="site24x7",source="sla"} 0
edge_exporter_source_refresh_duration_seconds{provider="site24x7",source="alerts"} 0
edge_exporter_source_refresh_duration_seconds{provider="site24x7",source="servers"} 0
edge_exporter_source_refresh_duration_seconds{provider="site24x7",source="usage"} 0
# HELP edge_exporter_source_refresh_interval_seconds Time between refreshes now in force: the TTL, stretched where the quota asks for it.
# TYPE edge_exporter_source_refresh_interval_seconds gauge
# UNIT edge_exporter_source_refresh_interval_seconds seconds
edge_exporter_source_refresh_interval_seconds{provider="site24x7",source="current_status"} 60
edge_exporter_source_refresh_interval_seconds{provider="site24x7",source="availability"} 3600
edge_exporter_source_refresh_interval_seconds{provider="site24x7",source="certificates"} 21600
edge_exporter_source_refresh_interval_seconds{provider="site24x7",source="maintenance"} 900
edge_exporter_source_refresh_interval_seconds{provider="site24x7",source="configuration"} 21600
edge_exporter_source_refresh_interval_seconds{provider="site24x7",source="locations"} 86400
edge_exporter_source_refresh_interval_seconds{provider="site24x7",source="sla"} 21600
edge_exporter_source_refresh_interval_seconds{provider="site24x7",source="alerts"} 900
edge_exporter_source_refresh_interval_seconds{provider="site24x7",source="servers"} 900
edge_exporter_source_refresh_interval_seconds{provider="site24x7",source="usage"} 3600
# HELP edge_exporter_source_series Series of the source now served.
# TYPE edge_exporter_source_series gauge
edge_exporter_source_series{provider="site24x7",source="current_status"} 406
edge_exporter_source_series{provider="site24x7",source="availability"} 100
edge_exporter_source_series{provider="site24x7",source="certificates"} 12
edge_exporter_source_series{provider="site24x7",source="maintenance"} 14
edge_exporter_source_series{provider="site24x7",source="configuration"} 50
edge_exporter_source_series{provider="site24x7",source="locations"} 21
edge_exporter_source_series{provider="site24x7",source="sla"} 10
edge_exporter_source_series{provider="site24x7",source="alerts"} 21
edge_exporter_source_series{provider="site24x7",source="servers"} 0
edge_exporter_source_series{provider="site24x7",source="usage"} 9
# HELP edge_exporter_source_up 1 when the last refresh of the source succeeded, 0 when it failed or none has ended yet; none for an optional source that the credentials do not allow.
# TYPE edge_exporter_source_up gauge
edge_exporter_source_up{provider="site24x7",source="current_status"} 1
edge_exporter_source_up{provider="site24x7",source="availability"} 1
edge_exporter_source_up{provider="site24x7",source="certificates"} 1
edge_exporter_source_up{provider="site24x7",source="maintenance"} 1
edge_exporter_source_up{provider="site24x7",source="configuration"} 1
edge_exporter_source_up{provider="site24x7",source="locations"} 1
edge_exporter_source_up{provider="site24x7",source="sla"} 1
edge_exporter_source_up{provider="site24x7",source="alerts"} 1
edge_exporter_source_up{provider="site24x7",source="servers"} 1
edge_exporter_source_up{provider="site24x7",source="usage"} 1
# HELP edge_exporter_upstream_calls_per_day_limit API calls a day that the account may make; 80 % of them are used at most.
# TYPE edge_exporter_upstream_calls_per_day_limit gauge
edge_exporter_upstream_calls_per_day_limit{provider="site24x7"} 4800
# HELP edge_exporter_upstream_calls_today API calls made since midnight in the zone of the account, by all replicas, that count against the quota.
# TYPE edge_exporter_upstream_calls_today gauge
edge_exporter_upstream_calls_today{provider="site24x7"} 13
edge_exporter_upstream_calls_total{provider="site24x7"} 13
# HELP site24x7_alert_credits_remaining Alert credits that are left, from sms_remaining of license_usage. Experimental: the API does not document it. Cached.
# TYPE site24x7_alert_credits_remaining gauge
site24x7_alert_credits_remaining 4200
# HELP site24x7_alerts_today Alerts that were sent since midnight in the zone of the account, by channel, from alert_type of the alert logs; falls to 0 at midnight. Cached.
# TYPE site24x7_alerts_today gauge
site24x7_alerts_today{channel="email"} 6
site24x7_alerts_today{channel="sms"} 3
site24x7_alerts_today{channel="voice"} 0
site24x7_alerts_today{channel="chat"} 0
site24x7_alerts_today{channel="alarmsone"} 0
site24x7_alerts_today{channel="servicedesk_plus_cloud"} 0
site24x7_alerts_today{channel="slack"} 3
site24x7_alerts_today{channel="hipchat"} 0
site24x7_alerts_today{channel="pagerduty"} 3
site24x7_alerts_today{channel="servicedesk_plus"} 0
site24x7_alerts_today{channel="webhook"} 0
site24x7_alerts_today{channel="teams"} 3
site24x7_alerts_today{channel="opsgenie"} 0
site24x7_alerts_today{channel="servicenow"} 0
site24x7_alerts_today{channel="stride"} 0
site24x7_alerts_today{channel="servicedesk_plus_msp"} 0
site24x7_alerts_today{channel="zapier"} 0
site24x7_alerts_today{channel="connectwise"} 0
site24x7_alerts_today{channel="zoho_analytics"} 0
site24x7_alerts_today{channel="jira"} 0
site24x7_alerts_today{channel="moogsoft"} 0
# HELP site24x7_api_calls_limit API calls a day that the account may make, from api_calls.allowed of client_data. Experimental: the API does not document it. Cached.
# TYPE site24x7_api_calls_limit gauge
site24x7_api_calls_limit 5000
# HELP site24x7_api_calls_used API calls that the account has made today, by whomever, from api_calls.used of client_data. Experimental: the API does not document it. Cached.
# TYPE site24x7_api_calls_used gauge
site24x7_api_calls_used 8846
# HELP site24x7_availability_ratio Availability of all monitors together within the window, from summary_details.availability_percentage of the availability summary. Cached.
# TYPE site24x7_availability_ratio gauge
# UNIT site24x7_availability_ratio ratio
site24x7_availability_ratio{window="30d"} 0.9973
# HELP site24x7_available_location_info A public location from which monitors can be watched, from locations[] of the location template; the value is always 1. Cached.
# TYPE site24x7_available_location_info gauge
site24x7_available_location_info{location_id="1",location="Amsterdam - NL",country="NL",city="Amsterdam"} 1
site24x7_available_location_info{location_id="2",location="London - UK",country="UK",city="London"} 1
site24x7_available_location_info{location_id="3",location="Fremont-CA - US",country="US",city="Fremont-CA"} 1
site24x7_available_location_info{location_id="4",location="Singapore - SG",country="SG",city="Singapore"} 1
site24x7_available_location_info{location_id="5",location="Sydney - AUS",country="AUS",city="Sydney"} 1
site24x7_available_location_info{location_id="6",location="Tokyo - JP",country="JP",city="Tokyo"} 1
site24x7_available_location_info{location_id="7",location="Seoul - SK",country="SK",city="Seoul"} 1
site24x7_available_location_info{location_id="8",location="Dubai - UAE",country="UAE",city="Dubai"} 1
site24x7_available_location_info{location_id="9",location="Frankfurt - DE",country="DE",city="Frankfurt"} 1
site24x7_available_location_info{location_id="10",location="New Jersey - US",country="US",city="New Jersey"} 1
site24x7_available_location_info{location_id="11",location="Sao Paulo - BR",country="BR",city="Sao Paulo"} 1
site24x7_available_location_info{location_id="12",location="Stockholm - SWE",country="SWE",city="Stockholm"} 1
site24x7_available_location_info{location_id="13",location="Copenhagen - DA",country="DA",city="Copenhagen"} 1
site24x7_available_location_info{location_id="14",location="Queretaro - MEX",country="MEX",city="Queretaro"} 1
site24x7_available_location_info{location_id="15",location="Buenos Aires - ARG",country="ARG",city="Buenos Aires"} 1
site24x7_available_location_info{location_id="16",location="Kuala Lumpur - MYS",country="MYS",city="Kuala Lumpur"} 1
site24x7_available_location_info{location_id="17",location="Shanghai - CHN",country="CHN",city="Shanghai"} 1
site24x7_available_location_info{location_id="18",location="Hangzhou City - CHN",country="CHN",city="Hangzhou City"} 1
site24x7_available_location_info{location_id="19",location="Hong Kong - HK",country="HK",city="Hong Kong"} 1
site24x7_available_location_info{location_id="20",location="Mumbai - IN",country="IN",city="Mumbai"} 1
# HELP site24x7_domain_expiry_timestamp_seconds Unix time of the day on which the registration of the domain ends, from fqdn_details[].domain_expiry_days, in whole days from the day of info.generated_time, so good to a day. Cached.
# TYPE site24x7_domain_expiry_timestamp_seconds gauge
# UNIT site24x7_domain_expiry_timestamp_seconds seconds
site24x7_domain_expiry_timestamp_seconds{name="shop front",monitor_type="URL"} 1759602600
site24x7_domain_expiry_timestamp_seconds{name="order API 2",monitor_type="URL"} 1776969000
site24x7_domain_expiry_timestamp_seconds{name="checkout \\"express\\" flow",monitor_type="URL"} 1774117800
site24x7_domain_expiry_timestamp_seconds{name="payment gateway 4",monitor_type="URL"} 1787250600
site24x7_domain_expiry_timestamp_seconds{name="help centre 5",monitor_type="URL"} 1788114600
site24x7_domain_expiry_timestamp_seconds{name="Café ☕ münchen 🏴‍☠️",monitor_type="DOMAINEXPIRY"} 1774031400
# HELP site24x7_group_status Status code of the monitor group, from monitor_groups[].status. Cached.
# TYPE site24x7_group_status gauge
site24x7_group_status{group_id="298390196597000000",group_name="retired"} 1
site24x7_group_status{group_id="298390196597000003",group_name="shop"} 0
site24x7_group_status{group_id="298390196597000006",group_name="Corporate \\"site\\""} 10
site24x7_group_status{group_id="298390196597000009",group_name="内部システム 🏭"} 1
site24x7_group_status{group_id="298390196597000012",group_name="APIs \\\\ gateways"} 3
site24x7_group_status{group_id="298390196597000015",group_name="mail & DNS"} 0
# HELP site24x7_license_monitors_limit Monitors of the class that the licence allows, from usage_details.allowed or total of license_usage. Experimental: the API does not document it. Cached.
# TYPE site24x7_license_monitors_limit gauge
site24x7_license_monitors_limit{class="basic"} 13950
site24x7_license_monitors_limit{class="advanced"} 500
site24x7_license_monitors_limit{class="host_monitors"} 40
# HELP site24x7_license_monitors_used Monitors of the class that the licence counts as used, from usage_details.used of license_usage. Experimental: the API does not document it. Cached.
# TYPE site24x7_license_monitors_used gauge
site24x7_license_monitors_used{class="basic"} 25
site24x7_license_monitors_used{class="advanced"} 31
site24x7_license_monitors_used{class="host_monitors"} 0
# HELP site24x7_location_info Where a location is, by its name from locations[].location_name: ISO 3166-1 country, degrees and geohash; the value is always 1. Cached.
# TYPE site24x7_location_info gauge
site24x7_location_info{location="New Jersey - US",country="US",latitude="40.73566",longitude="-74.17237",geohash="dr5r8pt"} 1
site24x7_location_info{location="London - UK",country="GB",latitude="51.500072",longitude="-0.127108",geohash="gcpuvp7"} 1
site24x7_location_info{location="Toronto - CA",country="CA",latitude="43.70011",longitude="-79.4163",geohash="dpz88g6"} 1
site24x7_location_info{location="Dubai - UAE",country="AE",latitude="25.0657",longitude="55.17128",geohash="thrnx7n"} 1
site24x7_location_info{location="Tel Aviv - IL",country="IL",latitude="32.08088",longitude="34.78057",geohash="sv8wx2n"} 1
site24x7_location_info{location="Seoul - SK",country="KR",latitude="37.566",longitude="126.9784",geohash="wydm9qw"} 1
site24x7_location_info{location="Zurich - CH",country="CH",latitude="47.36667",longitude="8.55",geohash="u0qj6wc"} 1
site24x7_location_info{location="Tokyo - JP",country="JP",latitude="35.6895",longitude="139.69171",geohash="xn774c0"} 1
site24x7_location_info{location="Johannesburg - ZA",country="ZA",latitude="-26.202477",longitude="28.04701",geohash="ke7fyjz"} 1
site24x7_location_info{location="Fremont-CA - US",country="US",latitude="37.54827",longitude="-121.98857",geohash="9q9m856"} 1
site24x7_location_info{location="Copenhagen - DA",country="DK",latitude="55.67594",longitude="12.56553",geohash="u3butzm"} 1
site24x7_location_info{location="Stockholm - SWE",country="SE",latitude="59.32938",longitude="18.06871",geohash="u6sce0t"} 1
site24x7_location_info{location="Buenos Aires - ARG",country="AR",latitude="-34.61315",longitude="-58.37723",geohash="69y7pdf"} 1
site24x7_location_info{location="Taipei - TW",country="TW",latitude="25.020797",longitude="121.464569",geohash="wsqq7fz"} 1
site24x7_location_info{location="Hong Kong - HK",country="HK",latitude="22.324494",longitude="114.169539",geohash="wecpjbp"} 1
site24x7_location_info{location="Amsterdam - NL",country="NL",latitude="52.37403",longitude="4.88969",geohash="u173zq2"} 1
site24x7_location_info{location="Auckland - NZ",country="NZ",latitude="-36.84853",longitude="174.76349",geohash="rckq2gf"} 1
site24x7_location_info{location="Shanghai - CHN",country="CN",latitude="31.214492",longitude="121.481223",geohash="wtw3s67"} 1
site24x7_location_info{location="Mumbai - IN",country="IN",latitude="19.07283",longitude="72.88261",geohash="te7ud2p"} 1
site24x7_location_info{location="Ireland - IE",country="IE",latitude="53.33306",longitude="-6.24889",geohash="gc7x3uc"} 1
site24x7_location_info{location="Atlantis - XX",country="",latitude="",longitude="",geohash=""} 1
site24x7_location_info{location="Queretaro - MEX",country="MX",latitude="20.58806",longitude="-100.38806",geohash="9g8t5eg"} 1
site24x7_location_info{location="Sao Paulo - BR",country="BR",latitude="-23.5475",longitude="-46.63611",geohash="6gyf4c2"} 1
site24x7_location_info{location="Paris - FR",country="FR",latitude="48.85341",longitude="2.3488",geohash="u09tvmq"} 1
site24x7_location_info{location="Hangzhou City - CHN",country="CN",latitude="30.29365",longitude="120.16142",geohash="wtmkq6f"} 1
site24x7_location_info{location="Madrid - ES",country="ES",latitude="40.4165",longitude="-3.70256",geohash="ezjmgtx"} 1
site24x7_location_info{location="Singapore - SG",country="SG",latitude="1.333914",longitude="103.84423",geohash="w21ze4c"} 1
site24x7_location_info{location="Kuala Lumpur - MYS",country="MY",latitude="3.1412",longitude="101.68653",geohash="w283cgv"} 1
site24x7_location_info{location="Frankfurt - DE",country="DE",latitude="50.11552",longitude="8.68417",geohash="u0yjje7"} 1
site24x7_location_info{location="Sydney - AUS",country="AU",latitude="-33.886836",longitude="151.159892",geohash="r3grpxp"} 1
site24x7_location_info{location="Texas - US",country="US",latitude="31.25044",longitude="-99.25061",geohash="9v93v2z"} 1
# HELP site24x7_maintenance_active 1 while the maintenance runs, 0 before, from maintenance_start_time and duration, for each of monitors[]; the monitor is empty where it is for groups or tags. Windows that are over are left out. Cached.
# TYPE site24x7_maintenance_active gauge
site24x7_maintenance_active{maintenance_id="300000000030100",maintenance_name="db upgrade",monitor_id="298390219662000000"} 1
site24x7_maintenance_active{maintenance_id="300000000030100",maintenance_name="db upgrade",monitor_id="298390219662000003"} 1
site24x7_maintenance_active{maintenance_id="300000000030101",maintenance_name="network change",monitor_id="298390219662000006"} 0
site24x7_maintenance_active{maintenance_id="300000000030102",maintenance_name="office closed",monitor_id=""} 1
site24x7_maintenance_active{maintenance_id="300000000030103",maintenance_name="by tag",monitor_id=""} 0
# HELP site24x7_maintenance_end_timestamp_seconds Unix time at which the maintenance ends, from maintenance_start_time and duration. Windows that are over are left out. Cached.
# TYPE site24x7_maintenance_end_timestamp_seconds gauge
# UNIT site24x7_maintenance_end_timestamp_seconds seconds
site24x7_maintenance_end_timestamp_seconds{maintenance_id="300000000030100",maintenance_name="db upgrade"} 1767398399
site24x7_maintenance_end_timestamp_seconds{maintenance_id="300000000030101",maintenance_name="network change"} 1767490199
site24x7_maintenance_end_timestamp_seconds{maintenance_id="300000000030102",maintenance_name="office closed"} 1767398399
site24x7_maintenance_end_timestamp_seconds{maintenance_id="300000000030103",maintenance_name="by tag"} 1767401999
# HELP site24x7_maintenance_group_active 1 while the maintenance runs, 0 before, from maintenance_start_time and duration, for each of monitor_groups[]. Windows that are over are left out. Cached.
# TYPE site24x7_maintenance_group_active gauge
site24x7_maintenance_group_active{maintenance_id="300000000030102",maintenance_name="office closed",group_id="300000000040001"} 1
# HELP site24x7_maintenance_start_timestamp_seconds Unix time at which the maintenance begins, from maintenance_start_time. Windows that are over are left out. Cached.
# TYPE site24x7_maintenance_start_timestamp_seconds gauge
# UNIT site24x7_maintenance_start_timestamp_seconds seconds
site24x7_maintenance_start_timestamp_seconds{maintenance_id="300000000030100",maintenance_name="db upgrade"} 1767311999
site24x7_maintenance_start_timestamp_seconds{maintenance_id="300000000030101",maintenance_name="network change"} 1767484799
site24x7_maintenance_start_timestamp_seconds{maintenance_id="300000000030102",maintenance_name="office closed"} 1767311999
site24x7_maintenance_start_timestamp_seconds{maintenance_id="300000000030103",maintenance_name="by tag"} 1767398399
# HELP site24x7_monitor_availability_ratio Availability of the monitor within the window, in the zone of the account, from availability_details[].availability_percentage. Cached.
# TYPE site24x7_monitor_availability_ratio gauge
# UNIT site24x7_monitor_availability_ratio ratio
site24x7_monitor_availability_ratio{monitor_id="298390219662000000",window="30d"} 0.9984
site24x7_monitor_availability_ratio{monitor_id="298390219662000003",window="30d"} 0.9919
site24x7_monitor_availability_ratio{monitor_id="298390219662000006",window="30d"} 0.999
site24x7_monitor_availability_ratio{monitor_id="298390219662000009",window="30d"} 0.9903
site24x7_monitor_availability_ratio{monitor_id="298390219662000012",window="30d"} 0.9969
site24x7_monitor_availability_ratio{monitor_id="298390219662000015",window="30d"} 1
site24x7_monitor_availability_ratio{monitor_id="298390219662000018",window="30d"} 0.9986
site24x7_monitor_availability_ratio{monitor_id="298390219662000021",window="30d"} 1
site24x7_monitor_availability_ratio{monitor_id="298390219662000024",window="30d"} 0.9998
site24x7_monitor_availability_ratio{monitor_id="298390219662000027",window="30d"} 0.9872
site24x7_monitor_availability_ratio{monitor_id="298390219662000030",window="30d"} 1
site24x7_monitor_availability_ratio{monitor_id="298390219662000036",window="30d"} 0.9979
site24x7_monitor_availability_ratio{monitor_id="298390219662000039",window="30d"} 1
site24x7_monitor_availability_ratio{monitor_id="298390219662000042",window="30d"} 0.9981
site24x7_monitor_availability_ratio{monitor_id="298390219662000045",window="30d"} 0.9944
site24x7_monitor_availability_ratio{monitor_id="298390219662000048",window="30d"} 1
site24x7_monitor_availability_ratio{monitor_id="298390219662000051",window="30d"} 0.9998
site24x7_monitor_availability_ratio{monitor_id="298390219662000054",window="30d"} 0.9976
site24x7_monitor_availability_ratio{monitor_id="298390219662000057",window="30d"} 1
site24x7_monitor_availability_ratio{monitor_id="298390219662000060",window="30d"} 0.9974
site24x7_monitor_availability_ratio{monitor_id="298390219662000063",window="30d"} 0.9985
site24x7_monitor_availability_ratio{monitor_id="298390219662000066",window="30d"} 0.9958
site24x7_monitor_availability_ratio{monitor_id="298390219662000069",window="30d"} 0.9951
site24x7_monitor_availability_ratio{monitor_id="298390219662000072",window="30d"} 0.9958
# HELP site24x7_monitor_check_interval_seconds Time from one check of the monitor to the next, from monitors[].check_frequency. Cached.
# TYPE site24x7_monitor_check_interval_seconds gauge
# UNIT site24x7_monitor_check_interval_seconds seconds
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000000"} 600
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000003"} 60
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000006"} 30
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000009"} 86400
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000012"} 600
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000015"} 60
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000018"} 300
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000021"} 300
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000024"} 600
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000027"} 30
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000030"} 600
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000033"} 86400
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000036"} 86400
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000039"} 60
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000042"} 300
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000045"} 86400
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000048"} 30
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000051"} 300
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000054"} 600
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000057"} 300
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000060"} 60
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000063"} 600
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000066"} 60
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000069"} 30
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000072"} 60
# HELP site24x7_monitor_day_to_expiry_seconds The attribute of the monitor that this name tells, from attribute_key and attribute_value. Cached.
# TYPE site24x7_monitor_day_to_expiry_seconds gauge
# UNIT site24x7_monitor_day_to_expiry_seconds seconds
site24x7_monitor_day_to_expiry_seconds{monitor_id="298390219662000036",location="Buenos Aires - ARG"} 2851200
site24x7_monitor_day_to_expiry_seconds{monitor_id="298390219662000036",location="Madrid - ES"} 2851200
site24x7_monitor_day_to_expiry_seconds{monitor_id="298390219662000036",location="Queretaro - MEX"} 2851200
site24x7_monitor_day_to_expiry_seconds{monitor_id="298390219662000036",location="Auckland - NZ"} 2851200
site24x7_monitor_day_to_expiry_seconds{monitor_id="298390219662000036",location="Copenhagen - DA"} 2851200
site24x7_monitor_day_to_expiry_seconds{monitor_id="298390219662000036",location="Taipei - TW"} 2851200
site24x7_monitor_day_to_expiry_seconds{monitor_id="298390219662000036",location="Stockholm - SWE"} 2851200
site24x7_monitor_day_to_expiry_seconds{monitor_id="298390219662000036",location="Texas - US"} 2851200
site24x7_monitor_day_to_expiry_seconds{monitor_id="298390219662000039",location=""} 17971200
# HELP site24x7_monitor_down_info Why the running outage began, from monitors[].down_reason, cut to 120 characters; the value is always 1. Cached.
# TYPE site24x7_monitor_down_info gauge
site24x7_monitor_down_info{monitor_id="298390219662000006",reason="Connection timed out."} 1
site24x7_monitor_down_info{monitor_id="298390219662000027",reason="The host name could not be resolved."} 1
site24x7_monitor_down_info{monitor_id="298390219662000012",reason="HTTP/1.1 503 Service Unavailable"} 1
site24x7_monitor_down_info{monitor_id="298390219662000018",reason="HTTP/1.1 503 Service Unavailable"} 1
# HELP site24x7_monitor_downtime_seconds Length of the running outage, from monitors[].downtime_millis; present only while there is one. Cached.
# TYPE site24x7_monitor_downtime_seconds gauge
# UNIT site24x7_monitor_downtime_seconds seconds
site24x7_monitor_downtime_seconds{monitor_id="298390219662000006"} 1307040
site24x7_monitor_downtime_seconds{monitor_id="298390219662000027"} 21840
site24x7_monitor_downtime_seconds{monitor_id="298390219662000012"} 14640
site24x7_monitor_downtime_seconds{monitor_id="298390219662000018"} 1440
# HELP site24x7_monitor_info Names of a monitor, from monitors[] and monitor_groups[], one series for each group it is in; the value is always 1. Cached.
# TYPE site24x7_monitor_info gauge
site24x7_monitor_info{monitor_id="298390219662000000",monitor_name="shop front",monitor_type="URL",monitor_group="shop",group_id="298390196597000003"} 1
site24x7_monitor_info{monitor_id="298390219662000003",monitor_name="shop front",monitor_type="URL",monitor_group="shop",group_id="298390196597000003"} 1
site24x7_monitor_info{monitor_id="298390219662000006",monitor_name="order API 2",monitor_type="URL",monitor_group="shop",group_id="298390196597000003"} 1
site24x7_monitor_info{monitor_id="298390219662000009",monitor_name="checkout \\"express\\" flow",monitor_type="URL",monitor_group="shop",group_id="298390196597000003"} 1
site24x7_monitor_info{monitor_id="298390219662000021",monitor_name="C:\\\\inetpub\\\\wwwroot",monitor_type="REALBROWSER",monitor_group="shop",group_id="298390196597000003"} 1
site24x7_monitor_info{monitor_id="298390219662000024",monitor_name="help centre 8",monitor_type="URL-SEQ",monitor_group="shop",group_id="298390196597000003"} 1
site24x7_monitor_info{monitor_id="298390219662000030",monitor_name="two\\nlines<CR>\\nand a	tab",monitor_type="RESTAPISEQ",monitor_group="shop",group_id="298390196597000003"} 1
site24x7_monitor_info{monitor_id="298390219662000066",monitor_name="trailing spaces   ",monitor_type="UDP",monitor_group="shop",group_id="298390196597000003"} 1
site24x7_monitor_info{monitor_id="298390219662000069",monitor_name="help centre 23",monitor_type="RBL",monitor_group="shop",group_id="298390196597000003"} 1
site24x7_monitor_info{monitor_id="298390219662000009",monitor_name="checkout \\"express\\" flow",monitor_type="URL",monitor_group="Corporate \\"site\\"",group_id="298390196597000006"} 1
site24x7_monitor_info{monitor_id="298390219662000060",monitor_name="shop front 20",monitor_type="SMTP",monitor_group="Corporate \\"site\\"",group_id="298390196597000006"} 1
site24x7_monitor_info{monitor_id="298390219662000015",monitor_name="help centre 5",monitor_type="URL",monitor_group="APIs \\\\ gateways",group_id="298390196597000012"} 1
site24x7_monitor_info{monitor_id="298390219662000027",monitor_name="landing page 9",monitor_type="RESTAPI",monitor_group="APIs \\\\ gateways",group_id="298390196597000012"} 1
site24x7_monitor_info{monitor_id="298390219662000048",monitor_name="官方网站 首页",monitor_type="PORT",monitor_group="APIs \\\\ gateways",group_id="298390196597000012"} 1
site24x7_monitor_info{monitor_id="298390219662000051",monitor_name="checkout flow 17",monitor_type="PORT-POP",monitor_group="APIs \\\\ gateways",group_id="298390196597000012"} 1
site24x7_monitor_info{monitor_id="298390219662000054",monitor_name="checkout flow 18",monitor_type="PORT-SMTP",monitor_group="APIs \\\\ gateways",group_id="298390196597000012"} 1
site24x7_monitor_info{monitor_id="298390219662000057",monitor_name="long xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx tail.",monitor_type="PORT_FTP",monitor_group="APIs \\\\ gateways",group_id="298390196597000012"} 1
site24x7_monitor_info{monitor_id="298390219662000012",monitor_name="payment gateway 4",monitor_type="URL",monitor_group="mail & DNS",group_id="298390196597000015"} 1
site24x7_monitor_info{monitor_id="298390219662000018",monitor_name="landing page 6",monitor_type="HOMEPAGE",monitor_group="mail & DNS",group_id="298390196597000015"} 1
site24x7_monitor_info{monitor_id="298390219662000036",monitor_name="help centre 12",monitor_type="SSL_CERT",monitor_group="mail & DNS",group_id="298390196597000015"} 1
site24x7_monitor_info{monitor_id="298390219662000045",monitor_name="shop front 1",monitor_type="PING",monitor_group="mail & DNS",group_id="298390196597000015"} 1
site24x7_monitor_info{monitor_id="298390219662000039",monitor_name="Café ☕ münchen 🏴‍☠️",monitor_type="DOMAINEXPIRY",monitor_group="",group_id=""} 1
site24x7_monitor_info{monitor_id="298390219662000042",monitor_name="shop front 14",monitor_type="DNS",monitor_group="",group_id=""} 1
site24x7_monitor_info{monitor_id="298390219662000063",monitor_name="shop front 21",monitor_type="FTP",monitor_group="",group_id=""} 1
site24x7_monitor_info{monitor_id="298390219662000072",monitor_name="status page 24",monitor_type="ISP",monitor_group="",group_id=""} 1
# HELP site24x7_monitor_last_polled_timestamp_seconds Unix time of the provider's own last check, from locations[].last_polled_time. Cached.
# TYPE site24x7_monitor_last_polled_timestamp_seconds gauge
# UNIT site24x7_monitor_last_polled_timestamp_seconds seconds
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000000",location="New Jersey - US"} 1767323001
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000003",location="New Jersey - US"} 1767323003
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000006",location="London - UK"} 1767323017
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000009",location="Toronto - CA"} 1767323022
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000009",location="Dubai - UAE"} 1767322423
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000009",location="Tel Aviv - IL"} 1767321962
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000009",location="Seoul - SK"} 1767322627
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000009",location="Zurich - CH"} 1767322782
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000009",location="Tokyo - JP"} 1767322138
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000009",location="Johannesburg - ZA"} 1767322100
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000021",location="Fremont-CA - US"} 1767323029
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000021",location="Copenhagen - DA"} 1767321619
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000021",location="Tel Aviv - IL"} 1767322170
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000021",location="London - UK"} 1767322582
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000021",location="Stockholm - SWE"} 1767321276
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000024",location="London - UK"} 1767323004
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000024",location="Toronto - CA"} 1767321278
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000024",location="Buenos Aires - ARG"} 1767322041
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000024",location="Tokyo - JP"} 1767321657
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000024",location="Taipei - TW"} 1767322195
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000024",location="Hong Kong - HK"} 1767322327
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000024",location="New Jersey - US"} 1767321437
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000024",location="Amsterdam - NL"} 1767322596
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000030",location="Auckland - NZ"} 1767323018
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000030",location="London - UK"} 1767322504
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000030",location="Tokyo - JP"} 1767322686
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000066",location="Shanghai - CHN"} 1767322989
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000066",location="Mumbai - IN"} 1767321492
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000069",location="Ireland - IE"} 1767322994
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000015",location="Mumbai - IN"} 1767323019
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000015",location="Copenhagen - DA"} 1767321917
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000027",location="Tokyo - JP"} 1767322987
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000027",location="Hangzhou City - CHN"} 1767321720
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000027",location="Madrid - ES"} 1767322437
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000027",location="Sao Paulo - BR"} 1767321837
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000027",location="Tel Aviv - IL"} 1767322121
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000027",location="Singapore - SG"} 1767321945
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000027",location="Kuala Lumpur - MYS"} 1767322242
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000027",location="Taipei - TW"} 1767322767
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000048",location="Sao Paulo - BR"} 1767322989
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000048",location="Fremont-CA - US"} 1767322464
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000048",location="Ireland - IE"} 1767322755
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000048",location="Hangzhou City - CHN"} 1767322318
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000048",location="New Jersey - US"} 1767322779
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000048",location="London - UK"} 1767321462
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000048",location="Paris - FR"} 1767322846
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000054",location="Queretaro - MEX"} 1767323036
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000054",location="Copenhagen - DA"} 1767322279
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000054",location="Stockholm - SWE"} 1767321713
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000054",location="Sao Paulo - BR"} 1767321551
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000057",location="Johannesburg - ZA"} 1767323008
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000057",location="New Jersey - US"} 1767322144
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000012",location="Amsterdam - NL"} 1767323006
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000012",location="Frankfurt - DE"} 1767321401
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000012",location="Shanghai - CHN"} 1767321624
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000018",location="Sydney - AUS"} 1767323007
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000018",location="Singapore - SG"} 1767322459
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000018",location="Fremont-CA - US"} 1767322055
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000018",location="London - UK"} 1767322784
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000018",location="Amsterdam - NL"} 1767322104
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000036",location="Buenos Aires - ARG"} 1767322988
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000036",location="Madrid - ES"} 1767321468
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000036",location="Queretaro - MEX"} 1767321483
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000036",location="Auckland - NZ"} 1767321786
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000036",location="Copenhagen - DA"} 1767322572
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000036",location="Taipei - TW"} 1767321615
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000036",location="Stockholm - SWE"} 1767321461
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000036",location="Texas - US"} 1767322296
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000045",location="Dubai - UAE"} 1767322983
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000045",location="Singapore - SG"} 1767322325
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000045",location="Atlantis - XX"} 1767322751
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000045",location="Texas - US"} 1767322732
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000045",location="Tel Aviv - IL"} 1767322831
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000039",location=""} 1767322982
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000063",location="New Jersey - US"} 1767322999
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000063",location="Kuala Lumpur - MYS"} 1767321413
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000063",location="Zurich - CH"} 1767322154
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000063",location="Taipei - TW"} 1767322603
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000063",location="Fremont-CA - US"} 1767322933
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000063",location="Frankfurt - DE"} 1767321739
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000063",location="Buenos Aires - ARG"} 1767321456
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000072",location="Taipei - TW"} 1767322992
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000072",location="Dubai - UAE"} 1767322420
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000072",location="Hong Kong - HK"} 1767321585
# HELP site24x7_monitor_latency_seconds Last measured latency at the location, from locations[].attribute_value; +Inf while the location is not up and sent no value, none while it is suspended or in maintenance. Cached.
# TYPE site24x7_monitor_latency_seconds gauge
# UNIT site24x7_monitor_latency_seconds seconds
site24x7_monitor_latency_seconds{monitor_type="URL",monitor_name="shop front",monitor_group="shop",location="New Jersey - US"} 0.624
site24x7_monitor_latency_seconds{monitor_type="URL",monitor_name="order API 2",monitor_group="shop",location="London - UK"} +Inf
site24x7_monitor_latency_seconds{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="shop",location="Toronto - CA"} 0.124
site24x7_monitor_latency_seconds{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="shop",location="Dubai - UAE"} 0.244
site24x7_monitor_latency_seconds{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="shop",location="Tel Aviv - IL"} 0.095
site24x7_monitor_latency_seconds{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="shop",location="Seoul - SK"} 0.205
site24x7_monitor_latency_seconds{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="shop",location="Zurich - CH"} 0.148
site24x7_monitor_latency_seconds{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="shop",location="Tokyo - JP"} 0.116
site24x7_monitor_latency_seconds{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="shop",location="Johannesburg - ZA"} 0.323
site24x7_monitor_latency_seconds{monitor_type="REALBROWSER",monitor_name="C:\\\\inetpub\\\\wwwroot",monitor_group="shop",location="Fremont-CA - US"} 4.127
site24x7_monitor_latency_seconds{monitor_type="REALBROWSER",monitor_name="C:\\\\inetpub\\\\wwwroot",monitor_group="shop",location="Tel Aviv - IL"} 4.469
site24x7_monitor_latency_seconds{monitor_type="REALBROWSER",monitor_name="C:\\\\inetpub\\\\wwwroot",monitor_group="shop",location="London - UK"} 2.92
site24x7_monitor_latency_seconds{monitor_type="REALBROWSER",monitor_name="C:\\\\inetpub\\\\wwwroot",monitor_group="shop",location="Stockholm - SWE"} 4.196
site24x7_monitor_latency_seconds{monitor_type="URL-SEQ",monitor_name="help centre 8",monitor_group="shop",location="London - UK"} 1.531
site24x7_monitor_latency_seconds{monitor_type="URL-SEQ",monitor_name="help centre 8",monitor_group="shop",location="Toronto - CA"} 2.538
site24x7_monitor_latency_seconds{monitor_type="URL-SEQ",monitor_name="help centre 8",monitor_group="shop",location="Buenos Aires - ARG"} 1.734
site24x7_monitor_latency_seconds{monitor_type="URL-SEQ",monitor_name="help centre 8",monitor_group="shop",location="Tokyo - JP"} 0.758
site24x7_monitor_latency_seconds{monitor_type="URL-SEQ",monitor_name="help centre 8",monitor_group="shop",location="Hong Kong - HK"} 1.982
site24x7_monitor_latency_seconds{monitor_type="URL-SEQ",monitor_name="help centre 8",monitor_group="shop",location="New Jersey - US"} 1.537
site24x7_monitor_latency_seconds{monitor_type="URL-SEQ",monitor_name="help centre 8",monitor_group="shop",location="Amsterdam - NL"} 1.596
site24x7_monitor_latency_seconds{monitor_type="RESTAPISEQ",monitor_name="two\\nlines<CR>\\nand a	tab",monitor_group="shop",location="Auckland - NZ"} 1.031
site24x7_monitor_latency_seconds{monitor_type="RESTAPISEQ",monitor_name="two\\nlines<CR>\\nand a	tab",monitor_group="shop",location="London - UK"} 1.815
site24x7_monitor_latency_seconds{monitor_type="RESTAPISEQ",monitor_name="two\\nlines<CR>\\nand a	tab",monitor_group="shop",location="Tokyo - JP"} 2.114
site24x7_monitor_latency_seconds{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="Corporate \\"site\\"",location="Toronto - CA"} 0.124
site24x7_monitor_latency_seconds{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="Corporate \\"site\\"",location="Dubai - UAE"} 0.244
site24x7_monitor_latency_seconds{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="Corporate \\"site\\"",location="Tel Aviv - IL"} 0.095
site24x7_monitor_latency_seconds{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="Corporate \\"site\\"",location="Seoul - SK"} 0.205
site24x7_monitor_latency_seconds{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="Corporate \\"site\\"",location="Zurich - CH"} 0.148
site24x7_monitor_latency_seconds{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="Corporate \\"site\\"",location="Tokyo - JP"} 0.116
site24x7_monitor_latency_seconds{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="Corporate \\"site\\"",location="Johannesburg - ZA"} 0.323
site24x7_monitor_latency_seconds{monitor_type="SMTP",monitor_name="shop front 20",monitor_group="Corporate \\"site\\"",location="Shanghai - CHN"} +Inf
site24x7_monitor_latency_seconds{monitor_type="SMTP",monitor_name="shop front 20",monitor_group="Corporate \\"site\\"",location="Atlantis - XX"} +Inf
site24x7_monitor_latency_seconds{monitor_type="SMTP",monitor_name="shop front 20",monitor_group="Corporate \\"site\\"",location="Queretaro - MEX"} +Inf
site24x7_monitor_latency_seconds{monitor_type="SMTP",monitor_name="shop front 20",monitor_group="Corporate \\"site\\"",location="Taipei - TW"} +Inf
site24x7_monitor_latency_seconds{monitor_type="SMTP",monitor_name="shop front 20",monitor_group="Corporate \\"site\\"",location="Sao Paulo - BR"} +Inf
site24x7_monitor_latency_seconds{monitor_type="SMTP",monitor_name="shop front 20",monitor_group="Corporate \\"site\\"",location="Paris - FR"} +Inf
site24x7_monitor_latency_seconds{monitor_type="URL",monitor_name="help centre 5",monitor_group="APIs \\\\ gateways",location="Mumbai - IN"} 0.08
site24x7_monitor_latency_seconds{monitor_type="RESTAPI",monitor_name="landing page 9",monitor_group="APIs \\\\ gateways",location="Tokyo - JP"} 0.773
site24x7_monitor_latency_seconds{monitor_type="RESTAPI",monitor_name="landing page 9",monitor_group="APIs \\\\ gateways",location="Hangzhou City - CHN"} 0.879
site24x7_monitor_latency_seconds{monitor_type="RESTAPI",monitor_name="landing page 9",monitor_group="APIs \\\\ gateways",location="Madrid - ES"} 0.844
site24x7_monitor_latency_seconds{monitor_type="RESTAPI",monitor_name="landing page 9",monitor_group="APIs \\\\ gateways",location="Sao Paulo - BR"} 0.792
site24x7_monitor_latency_seconds{monitor_type="RESTAPI",monitor_name="landing page 9",monitor_group="APIs \\\\ gateways",location="Tel Aviv - IL"} 0.339
site24x7_monitor_latency_seconds{monitor_type="RESTAPI",monitor_name="landing page 9",monitor_group="APIs \\\\ gateways",location="Singapore - SG"} 0.405
site24x7_monitor_latency_seconds{monitor_type="RESTAPI",monitor_name="landing page 9",monitor_group="APIs \\\\ gateways",location="Kuala Lumpur - MYS"} 0.643
site24x7_monitor_latency_seconds{monitor_type="RESTAPI",monitor_name="landing page 9",monitor_group="APIs \\\\ gateways",location="Taipei - TW"} 0.654
site24x7_monitor_latency_seconds{monitor_type="PORT",monitor_name="官方网站 首页",monitor_group="APIs \\\\ gateways",location="Sao Paulo - BR"} 1.446
site24x7_monitor_latency_seconds{monitor_type="PORT",monitor_name="官方网站 首页",monitor_group="APIs \\\\ gateways",location="Fremont-CA - US"} 1.462
site24x7_monitor_latency_seconds{monitor_type="PORT",monitor_name="官方网站 首页",monitor_group="APIs \\\\ gateways",location="Ireland - IE"} 2.859
site24x7_monitor_latency_seconds{monitor_type="PORT",monitor_name="官方网站 首页",monitor_group="APIs \\\\ gateways",location="Hangzhou City - CHN"} 2.535
site24x7_monitor_latency_seconds{monitor_type="PORT",monitor_name="官方网站 首页",monitor_group="APIs \\\\ gateways",location="New Jersey - US"} 1.28
site24x7_monitor_latency_seconds{monitor_type="PORT",monitor_name="官方网站 首页",monitor_group="APIs \\\\ gateways",location="London - UK"} 0.998
site24x7_monitor_latency_seconds{monitor_type="PORT",monitor_name="官方网站 首页",monitor_group="APIs \\\\ gateways",location="Paris - FR"} 2.68
site24x7_monitor_latency_seconds{monitor_type="PORT-POP",monitor_name="checkout flow 17",monitor_group="APIs \\\\ gateways",location="Kuala Lumpur - MYS"} +Inf
site24x7_monitor_latency_seconds{monitor_type="PORT-POP",monitor_name="checkout flow 17",monitor_group="APIs \\\\ gateways",location="Johannesburg - ZA"} +Inf
site24x7_monitor_latency_seconds{monitor_type="PORT-SMTP",monitor_name="checkout flow 18",monitor_group="APIs \\\\ gateways",location="Queretaro - MEX"} 1.331
site24x7_monitor_latency_seconds{monitor_type="PORT-SMTP",monitor_name="checkout flow 18",monitor_group="APIs \\\\ gateways",location="Copenhagen - DA"} 0.491
site24x7_monitor_latency_seconds{monitor_type="PORT-SMTP",monitor_name="checkout flow 18",monitor_group="APIs \\\\ gateways",location="Stockholm - SWE"} 1.166
site24x7_monitor_latency_seconds{monitor_type="PORT-SMTP",monitor_name="checkout flow 18",monitor_group="APIs \\\\ gateways",location="Sao Paulo - BR"} 0.387
site24x7_monitor_latency_seconds{monitor_type="PORT_FTP",monitor_name="long xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx tail.",monitor_group="APIs \\\\ gateways",location="Johannesburg - ZA"} 0.098
site24x7_monitor_latency_seconds{monitor_type="PORT_FTP",monitor_name="long xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx tail.",monitor_group="APIs \\\\ gateways",location="New Jersey - US"} 0.128
site24x7_monitor_latency_seconds{monitor_type="URL",monitor_name="payment gateway 4",monitor_group="mail & DNS",location="Amsterdam - NL"} 0.991
site24x7_monitor_latency_seconds{monitor_type="URL",monitor_name="payment gateway 4",monitor_group="mail & DNS",location="Frankfurt - DE"} +Inf
site24x7_monitor_latency_seconds{monitor_type="URL",monitor_name="payment gateway 4",monitor_group="mail & DNS",location="Shanghai - CHN"} +Inf
site24x7_monitor_latency_seconds{monitor_type="HOMEPAGE",monitor_name="landing page 6",monitor_group="mail & DNS",location="Sydney - AUS"} 0.083
site24x7_monitor_latency_seconds{monitor_type="HOMEPAGE",monitor_name="landing page 6",monitor_group="mail & DNS",location="Singapore - SG"} 0.224
site24x7_monitor_latency_seconds{monitor_type="HOMEPAGE",monitor_name="landing page 6",monitor_group="mail & DNS",location="Fremont-CA - US"} 0.091
site24x7_monitor_latency_seconds{monitor_type="HOMEPAGE",monitor_name="landing page 6",monitor_group="mail & DNS",location="London - UK"} 0.21
site24x7_monitor_latency_seconds{monitor_type="HOMEPAGE",monitor_name="landing page 6",monitor_group="mail & DNS",location="Amsterdam - NL"} 0.109
site24x7_monitor_latency_seconds{monitor_type="PING",monitor_name="shop front 1",monitor_group="mail & DNS",location="Dubai - UAE"} 0.104
site24x7_monitor_latency_seconds{monitor_type="PING",monitor_name="shop front 1",monitor_group="mail & DNS",location="Singapore - SG"} 0.229
site24x7_monitor_latency_seconds{monitor_type="PING",monitor_name="shop front 1",monitor_group="mail & DNS",location="Atlantis - XX"} 0.165
site24x7_monitor_latency_seconds{monitor_type="PING",monitor_name="shop front 1",monitor_group="mail & DNS",location="Texas - US"} 0.25
site24x7_monitor_latency_seconds{monitor_type="PING",monitor_name="shop front 1",monitor_group="mail & DNS",location="Tel Aviv - IL"} 0.149
site24x7_monitor_latency_seconds{monitor_type="FTP",monitor_name="shop front 21",monitor_group="",location="New Jersey - US"} 1.038
site24x7_monitor_latency_seconds{monitor_type="FTP",monitor_name="shop front 21",monitor_group="",location="Kuala Lumpur - MYS"} 0.516
site24x7_monitor_latency_seconds{monitor_type="FTP",monitor_name="shop front 21",monitor_group="",location="Zurich - CH"} 1.14
site24x7_monitor_latency_seconds{monitor_type="FTP",monitor_name="shop front 21",monitor_group="",location="Taipei - TW"} 0.685
site24x7_monitor_latency_seconds{monitor_type="FTP",monitor_name="shop front 21",monitor_group="",location="Fremont-CA - US"} 0.585
site24x7_monitor_latency_seconds{monitor_type="FTP",monitor_name="shop front 21",monitor_group="",location="Frankfurt - DE"} 1.563
site24x7_monitor_latency_seconds{monitor_type="FTP",monitor_name="shop front 21",monitor_group="",location="Buenos Aires - ARG"} 0.588
site24x7_monitor_latency_seconds{monitor_type="ISP",monitor_name="status page 24",monitor_group="",location="Taipei - TW"} 0.026
site24x7_monitor_latency_seconds{monitor_type="ISP",monitor_name="status page 24",monitor_group="",location="Dubai - UAE"} 0.045
site24x7_monitor_latency_seconds{monitor_type="ISP",monitor_name="status page 24",monitor_group="",location="Hong Kong - HK"} 0.07
# HELP site24x7_monitor_mtbf_seconds Mean time between failures of the monitor within the window, in the zone of the account, from availability_details[].mtbf; to the minute from an hour on. Cached.
# TYPE site24x7_monitor_mtbf_seconds gauge
# UNIT site24x7_monitor_mtbf_seconds seconds
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000000",window="30d"} 1293900
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000003",window="30d"} 428460
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000006",window="30d"} 1294740
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000009",window="30d"} 366660
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000012",window="30d"} 516780
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000015",window="30d"} 2592000
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000018",window="30d"} 1294140
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000021",window="30d"} 2592000
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000024",window="30d"} 647820
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000027",window="30d"} 284280
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000030",window="30d"} 2592000
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000033",window="30d"} 863760
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000036",window="30d"} 431040
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000039",window="30d"} 2592000
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000042",window="30d"} 1293540
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000045",window="30d"} 515460
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000048",window="30d"} 2592000
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000051",window="30d"} 863760
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000054",window="30d"} 430920
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000057",window="30d"} 2592000
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000060",window="30d"} 861720
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000063",window="30d"} 862680
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000066",window="30d"} 645240
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000069",window="30d"} 644820
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000072",window="30d"} 322620
# HELP site24x7_monitor_mttr_seconds Mean time to repair of the monitor within the window, in the zone of the account, from availability_details[].mttr; to the minute from an hour on. Cached.
# TYPE site24x7_monitor_mttr_seconds gauge
# UNIT site24x7_monitor_mttr_seconds seconds
site24x7_monitor_mttr_seconds{monitor_id="298390219662000000",window="30d"} 4140
site24x7_monitor_mttr_seconds{monitor_id="298390219662000003",window="30d"} 4140
site24x7_monitor_mttr_seconds{monitor_id="298390219662000006",window="30d"} 2497
site24x7_monitor_mttr_seconds{monitor_id="298390219662000009",window="30d"} 4200
site24x7_monitor_mttr_seconds{monitor_id="298390219662000012",window="30d"} 1986
site24x7_monitor_mttr_seconds{monitor_id="298390219662000015",window="30d"} 0
site24x7_monitor_mttr_seconds{monitor_id="298390219662000018",window="30d"} 3600
site24x7_monitor_mttr_seconds{monitor_id="298390219662000021",window="30d"} 0
site24x7_monitor_mttr_seconds{monitor_id="298390219662000024",window="30d"} 167
site24x7_monitor_mttr_seconds{monitor_id="298390219662000027",window="30d"} 4140
site24x7_monitor_mttr_seconds{monitor_id="298390219662000030",window="30d"} 0
site24x7_monitor_mttr_seconds{monitor_id="298390219662000033",window="30d"} 336
site24x7_monitor_mttr_seconds{monitor_id="298390219662000036",window="30d"} 1107
site24x7_monitor_mttr_seconds{monitor_id="298390219662000039",window="30d"} 0
site24x7_monitor_mttr_seconds{monitor_id="298390219662000042",window="30d"} 4800
site24x7_monitor_mttr_seconds{monitor_id="298390219662000045",window="30d"} 3600
site24x7_monitor_mttr_seconds{monitor_id="298390219662000048",window="30d"} 0
site24x7_monitor_mttr_seconds{monitor_id="298390219662000051",window="30d"} 296
site24x7_monitor_mttr_seconds{monitor_id="298390219662000054",window="30d"} 1233
site24x7_monitor_mttr_seconds{monitor_id="298390219662000057",window="30d"} 0
site24x7_monitor_mttr_seconds{monitor_id="298390219662000060",window="30d"} 3385
site24x7_monitor_mttr_seconds{monitor_id="298390219662000063",window="30d"} 1971
site24x7_monitor_mttr_seconds{monitor_id="298390219662000066",window="30d"} 3600
site24x7_monitor_mttr_seconds{monitor_id="298390219662000069",window="30d"} 4140
site24x7_monitor_mttr_seconds{monitor_id="298390219662000072",window="30d"} 1549
# HELP site24x7_monitor_outage_start_timestamp_seconds Unix time at which the running outage began, from monitors[].outage_id; present only while there is one. Cached.
# TYPE site24x7_monitor_outage_start_timestamp_seconds gauge
# UNIT site24x7_monitor_outage_start_timestamp_seconds seconds
site24x7_monitor_outage_start_timestamp_seconds{monitor_id="298390219662000006"} 1766016000
site24x7_monitor_outage_start_timestamp_seconds{monitor_id="298390219662000027"} 1767301200
site24x7_monitor_outage_start_timestamp_seconds{monitor_id="298390219662000012"} 1767308400
site24x7_monitor_outage_start_timestamp_seconds{monitor_id="298390219662000018"} 1767321600
# HELP site24x7_monitor_outages Outages of the monitor within the window, in the zone of the account, from availability_details[].down_count; the window moves, so it also falls. Cached.
# TYPE site24x7_monitor_outages gauge
site24x7_monitor_outages{monitor_id="298390219662000000",window="30d"} 1
site24x7_monitor_outages{monitor_id="298390219662000003",window="30d"} 5
site24x7_monitor_outages{monitor_id="298390219662000006",window="30d"} 1
site24x7_monitor_outages{monitor_id="298390219662000009",window="30d"} 6
site24x7_monitor_outages{monitor_id="298390219662000012",window="30d"} 4
site24x7_monitor_outages{monitor_id="298390219662000015",window="30d"} 0
site24x7_monitor_outages{monitor_id="298390219662000018",window="30d"} 1
site24x7_monitor_outages{monitor_id="298390219662000021",window="30d"} 0
site24x7_monitor_outages{monitor_id="298390219662000024",window="30d"} 3
site24x7_monitor_outages{monitor_id="298390219662000027",window="30d"} 8
site24x7_monitor_outages{monitor_id="298390219662000030",window="30d"} 0
site24x7_monitor_outages{monitor_id="298390219662000033",window="30d"} 2
site24x7_monitor_outages{monitor_id="298390219662000036",window="30d"} 5
site24x7_monitor_outages{monitor_id="298390219662000039",window="30d"} 0
site24x7_monitor_outages{monitor_id="298390219662000042",window="30d"} 1
site24x7_monitor_outages{monitor_id="298390219662000045",window="30d"} 4
site24x7_monitor_outages{monitor_id="298390219662000048",window="30d"} 0
site24x7_monitor_outages{monitor_id="298390219662000051",window="30d"} 2
site24x7_monitor_outages{monitor_id="298390219662000054",window="30d"} 5
site24x7_monitor_outages{monitor_id="298390219662000057",window="30d"} 0
site24x7_monitor_outages{monitor_id="298390219662000060",window="30d"} 2
site24x7_monitor_outages{monitor_id="298390219662000063",window="30d"} 2
site24x7_monitor_outages{monitor_id="298390219662000066",window="30d"} 3
site24x7_monitor_outages{monitor_id="298390219662000069",window="30d"} 3
site24x7_monitor_outages{monitor_id="298390219662000072",window="30d"} 7
# HELP site24x7_monitor_status Status code of the monitor as a whole, from monitors[].status. Cached.
# TYPE site24x7_monitor_status gauge
site24x7_monitor_status{monitor_id="298390219662000000"} 1
site24x7_monitor_status{monitor_id="298390219662000003"} 1
site24x7_monitor_status{monitor_id="298390219662000006"} 0
site24x7_monitor_status{monitor_id="298390219662000009"} 1
site24x7_monitor_status{monitor_id="298390219662000021"} 1
site24x7_monitor_status{monitor_id="298390219662000024"} 1
site24x7_monitor_status{monitor_id="298390219662000030"} 1
site24x7_monitor_status{monitor_id="298390219662000066"} 1
site24x7_monitor_status{monitor_id="298390219662000069"} 1
site24x7_monitor_status{monitor_id="298390219662000060"} 10
site24x7_monitor_status{monitor_id="298390219662000015"} 1
site24x7_monitor_status{monitor_id="298390219662000027"} 3
site24x7_monitor_status{monitor_id="298390219662000048"} 1
site24x7_monitor_status{monitor_id="298390219662000051"} 9
site24x7_monitor_status{monitor_id="298390219662000054"} 1
site24x7_monitor_status{monitor_id="298390219662000057"} 1
site24x7_monitor_status{monitor_id="298390219662000012"} 0
site24x7_monitor_status{monitor_id="298390219662000018"} 2
site24x7_monitor_status{monitor_id="298390219662000036"} 1
site24x7_monitor_status{monitor_id="298390219662000045"} 1
site24x7_monitor_status{monitor_id="298390219662000039"} 1
site24x7_monitor_status{monitor_id="298390219662000042"} 7
site24x7_monitor_status{monitor_id="298390219662000063"} 1
site24x7_monitor_status{monitor_id="298390219662000072"} 1
# HELP site24x7_monitor_tag_info Tags of a monitor, from monitors[].tags; the value is always 1. Cached.
# TYPE site24x7_monitor_tag_info gauge
site24x7_monitor_tag_info{monitor_id="298390219662000000",key="team",value=""} 1
site24x7_monitor_tag_info{monitor_id="298390219662000000",key="env",value="prod"} 1
site24x7_monitor_tag_info{monitor_id="298390219662000000",key="env",value="eu:blue:2"} 1
site24x7_monitor_tag_info{monitor_id="298390219662000006",key="critical",value=""} 1
site24x7_monitor_tag_info{monitor_id="298390219662000030",key="env",value="staging"} 1
site24x7_monitor_tag_info{monitor_id="298390219662000030",key="owner",value="web \\"platform\\""} 1
site24x7_monitor_tag_info{monitor_id="298390219662000069",key="team",value=""} 1
site24x7_monitor_tag_info{monitor_id="298390219662000069",key="env",value="prod"} 1
site24x7_monitor_tag_info{monitor_id="298390219662000069",key="env",value="eu:blue:2"} 1
site24x7_monitor_tag_info{monitor_id="298390219662000060",key="env",value="prod"} 1
site24x7_monitor_tag_info{monitor_id="298390219662000054",key="critical",value=""} 1
site24x7_monitor_tag_info{monitor_id="298390219662000057",key="env",value="staging"} 1
site24x7_monitor_tag_info{monitor_id="298390219662000057",key="owner",value="web \\"platform\\""} 1
site24x7_monitor_tag_info{monitor_id="298390219662000012",key="critical",value=""} 1
site24x7_monitor_tag_info{monitor_id="298390219662000036",key="critical",value=""} 1
site24x7_monitor_tag_info{monitor_id="298390219662000045",key="team",value=""} 1
site24x7_monitor_tag_info{monitor_id="298390219662000045",key="env",value="prod"} 1
site24x7_monitor_tag_info{monitor_id="298390219662000045",key="env",value="eu:blue:2"} 1
site24x7_monitor_tag_info{monitor_id="298390219662000042",key="env",value="staging"} 1
site24x7_monitor_tag_info{monitor_id="298390219662000042",key="owner",value="web \\"platform\\""} 1
# HELP site24x7_monitor_timeout_seconds Time that a check may take, from monitors[].timeout. Cached.
# TYPE site24x7_monitor_timeout_seconds gauge
# UNIT site24x7_monitor_timeout_seconds seconds
site24x7_monitor_timeout_seconds{monitor_id="298390219662000000"} 10
site24x7_monitor_timeout_seconds{monitor_id="298390219662000003"} 20
site24x7_monitor_timeout_seconds{monitor_id="298390219662000006"} 20
site24x7_monitor_timeout_seconds{monitor_id="298390219662000009"} 20
site24x7_monitor_timeout_seconds{monitor_id="298390219662000012"} 10
site24x7_monitor_timeout_seconds{monitor_id="298390219662000015"} 30
site24x7_monitor_timeout_seconds{monitor_id="298390219662000018"} 10
site24x7_monitor_timeout_seconds{monitor_id="298390219662000021"} 30
site24x7_monitor_timeout_seconds{monitor_id="298390219662000024"} 20
site24x7_monitor_timeout_seconds{monitor_id="298390219662000027"} 20
site24x7_monitor_timeout_seconds{monitor_id="298390219662000030"} 30
site24x7_monitor_timeout_seconds{monitor_id="298390219662000033"} 20
site24x7_monitor_timeout_seconds{monitor_id="298390219662000036"} 20
site24x7_monitor_timeout_seconds{monitor_id="298390219662000039"} 10
site24x7_monitor_timeout_seconds{monitor_id="298390219662000042"} 10
site24x7_monitor_timeout_seconds{monitor_id="298390219662000045"} 30
site24x7_monitor_timeout_seconds{monitor_id="298390219662000048"} 20
site24x7_monitor_timeout_seconds{monitor_id="298390219662000051"} 30
site24x7_monitor_timeout_seconds{monitor_id="298390219662000054"} 20
site24x7_monitor_timeout_seconds{monitor_id="298390219662000057"} 10
site24x7_monitor_timeout_seconds{monitor_id="298390219662000060"} 10
site24x7_monitor_timeout_seconds{monitor_id="298390219662000063"} 30
site24x7_monitor_timeout_seconds{monitor_id="298390219662000066"} 20
site24x7_monitor_timeout_seconds{monitor_id="298390219662000069"} 10
site24x7_monitor_timeout_seconds{monitor_id="298390219662000072"} 20
# HELP site24x7_monitor_up Status code of the monitor at the location, from locations[].status: 0 down, 1 up, 2 trouble, 3 critical, 5 suspended, 7 maintenance, 9 discovery, 10 configuration error. Cached.
# TYPE site24x7_monitor_up gauge
site24x7_monitor_up{monitor_type="URL",monitor_name="shop front",monitor_group="shop",location="New Jersey - US"} 1
site24x7_monitor_up{monitor_type="URL",monitor_name="order API 2",monitor_group="shop",location="London - UK"} 0
site24x7_monitor_up{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="shop",location="Toronto - CA"} 1
site24x7_monitor_up{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="shop",location="Dubai - UAE"} 1
site24x7_monitor_up{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="shop",location="Tel Aviv - IL"} 1
site24x7_monitor_up{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="shop",location="Seoul - SK"} 1
site24x7_monitor_up{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="shop",location="Zurich - CH"} 1
site24x7_monitor_up{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="shop",location="Tokyo - JP"} 1
site24x7_monitor_up{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="shop",location="Johannesburg - ZA"} 1
site24x7_monitor_up{monitor_type="REALBROWSER",monitor_name="C:\\\\inetpub\\\\wwwroot",monitor_group="shop",location="Fremont-CA - US"} 1
site24x7_monitor_up{monitor_type="REALBROWSER",monitor_name="C:\\\\inetpub\\\\wwwroot",monitor_group="shop",location="Copenhagen - DA"} 1
site24x7_monitor_up{monitor_type="REALBROWSER",monitor_name="C:\\\\inetpub\\\\wwwroot",monitor_group="shop",location="Tel Aviv - IL"} 1
site24x7_monitor_up{monitor_type="REALBROWSER",monitor_name="C:\\\\inetpub\\\\wwwroot",monitor_group="shop",location="London - UK"} 1
site24x7_monitor_up{monitor_type="REALBROWSER",monitor_name="C:\\\\inetpub\\\\wwwroot",monitor_group="shop",location="Stockholm - SWE"} 1
site24x7_monitor_up{monitor_type="URL-SEQ",monitor_name="help centre 8",monitor_group="shop",location="London - UK"} 1
site24x7_monitor_up{monitor_type="URL-SEQ",monitor_name="help centre 8",monitor_group="shop",location="Toronto - CA"} 1
site24x7_monitor_up{monitor_type="URL-SEQ",monitor_name="help centre 8",monitor_group="shop",location="Buenos Aires - ARG"} 1
site24x7_monitor_up{monitor_type="URL-SEQ",monitor_name="help centre 8",monitor_group="shop",location="Tokyo - JP"} 1
site24x7_monitor_up{monitor_type="URL-SEQ",monitor_name="help centre 8",monitor_group="shop",location="Taipei - TW"} 1
site24x7_monitor_up{monitor_type="URL-SEQ",monitor_name="help centre 8",monitor_group="shop",location="Hong Kong - HK"} 1
site24x7_monitor_up{monitor_type="URL-SEQ",monitor_name="help centre 8",monitor_group="shop",location="New Jersey - US"} 1
site24x7_monitor_up{monitor_type="URL-SEQ",monitor_name="help centre 8",monitor_group="shop",location="Amsterdam - NL"} 1
site24x7_monitor_up{monitor_type="RESTAPISEQ",monitor_name="two\\nlines<CR>\\nand a	tab",monitor_group="shop",location="Auckland - NZ"} 1
site24x7_monitor_up{monitor_type="RESTAPISEQ",monitor_name="two\\nlines<CR>\\nand a	tab",monitor_group="shop",location="London - UK"} 1
site24x7_monitor_up{monitor_type="RESTAPISEQ",monitor_name="two\\nlines<CR>\\nand a	tab",monitor_group="shop",location="Tokyo - JP"} 1
site24x7_monitor_up{monitor_type="UDP",monitor_name="trailing spaces   ",monitor_group="shop",location="Shanghai - CHN"} 1
site24x7_monitor_up{monitor_type="UDP",monitor_name="trailing spaces   ",monitor_group="shop",location="Mumbai - IN"} 1
site24x7_monitor_up{monitor_type="RBL",monitor_name="help centre 23",monitor_group="shop",location="Ireland - IE"} 1
site24x7_monitor_up{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="Corporate \\"site\\"",location="Toronto - CA"} 1
site24x7_monitor_up{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="Corporate \\"site\\"",location="Dubai - UAE"} 1
site24x7_monitor_up{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="Corporate \\"site\\"",location="Tel Aviv - IL"} 1
site24x7_monitor_up{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="Corporate \\"site\\"",location="Seoul - SK"} 1
site24x7_monitor_up{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="Corporate \\"site\\"",location="Zurich - CH"} 1
site24x7_monitor_up{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="Corporate \\"site\\"",location="Tokyo - JP"} 1
site24x7_monitor_up{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="Corporate \\"site\\"",location="Johannesburg - ZA"} 1
site24x7_monitor_up{monitor_type="SMTP",monitor_name="shop front 20",monitor_group="Corporate \\"site\\"",location="Shanghai - CHN"} 10
site24x7_monitor_up{monitor_type="SMTP",monitor_name="shop front 20",monitor_group="Corporate \\"site\\"",location="Atlantis - XX"} 10
site24x7_monitor_up{monitor_type="SMTP",monitor_name="shop front 20",monitor_group="Corporate \\"site\\"",location="Queretaro - MEX"} 10
site24x7_monitor_up{monitor_type="SMTP",monitor_name="shop front 20",monitor_group="Corporate \\"site\\"",location="Taipei - TW"} 10
site24x7_monitor_up{monitor_type="SMTP",monitor_name="shop front 20",monitor_group="Corporate \\"site\\"",location="Sao Paulo - BR"} 10
site24x7_monitor_up{monitor_type="SMTP",monitor_name="shop front 20",monitor_group="Corporate \\"site\\"",location="Paris - FR"} 10
site24x7_monitor_up{monitor_type="URL",monitor_name="help centre 5",monitor_group="APIs \\\\ gateways",location="Mumbai - IN"} 1
site24x7_monitor_up{monitor_type="URL",monitor_name="help centre 5",monitor_group="APIs \\\\ gateways",location="Copenhagen - DA"} 1
site24x7_monitor_up{monitor_type="RESTAPI",monitor_name="landing page 9",monitor_group="APIs \\\\ gateways",location="Tokyo - JP"} 3
site24x7_monitor_up{monitor_type="RESTAPI",monitor_name="landing page 9",monitor_group="APIs \\\\ gateways",location="Hangzhou City - CHN"} 3
site24x7_monitor_up{monitor_type="RESTAPI",monitor_name="landing page 9",monitor_group="APIs \\\\ gateways",location="Madrid - ES"} 3
site24x7_monitor_up{monitor_type="RESTAPI",monitor_name="landing page 9",monitor_group="APIs \\\\ gateways",location="Sao Paulo - BR"} 3
site24x7_monitor_up{monitor_type="RESTAPI",monitor_name="landing page 9",monitor_group="APIs \\\\ gateways",location="Tel Aviv - IL"} 3
site24x7_monitor_up{monitor_type="RESTAPI",monitor_name="landing page 9",monitor_group="APIs \\\\ gateways",location="Singapore - SG"} 3
site24x7_monitor_up{monitor_type="RESTAPI",monitor_name="landing page 9",monitor_group="APIs \\\\ gateways",location="Kuala Lumpur - MYS"} 3
site24x7_monitor_up{monitor_type="RESTAPI",monitor_name="landing page 9",monitor_group="APIs \\\\ gateways",location="Taipei - TW"} 3
site24x7_monitor_up{monitor_type="PORT",monitor_name="官方网站 首页",monitor_group="APIs \\\\ gateways",location="Sao Paulo - BR"} 1
site24x7_monitor_up{monitor_type="PORT",monitor_name="官方网站 首页",monitor_group="APIs \\\\ gateways",location="Fremont-CA - US"} 1
site24x7_monitor_up{monitor_type="PORT",monitor_name="官方网站 首页",monitor_group="APIs \\\\ gateways",location="Ireland - IE"} 1
site24x7_monitor_up{monitor_type="PORT",monitor_name="官方网站 首页",monitor_group="APIs \\\\ gateways",location="Hangzhou City - CHN"} 1
site24x7_monitor_up{monitor_type="PORT",monitor_name="官方网站 首页",monitor_group="APIs \\\\ gateways",location="New Jersey - US"} 1
site24x7_monitor_up{monitor_type="PORT",monitor_name="官方网站 首页",monitor_group="APIs \\\\ gateways",location="London - UK"} 1
site24x7_monitor_up{monitor_type="PORT",monitor_name="官方网站 首页",monitor_group="APIs \\\\ gateways",location="Paris - FR"} 1
site24x7_monitor_up{monitor_type="PORT-POP",monitor_name="checkout flow 17",monitor_group="APIs \\\\ gateways",location="Kuala Lumpur - MYS"} 9
site24x7_monitor_up{monitor_type="PORT-POP",monitor_name="checkout flow 17",monitor_group="APIs \\\\ gateways",location="Johannesburg - ZA"} 10
site24x7_monitor_up{monitor_type="PORT-SMTP",monitor_name="checkout flow 18",monitor_group="APIs \\\\ gateways",location="Queretaro - MEX"} 1
site24x7_monitor_up{monitor_type="PORT-SMTP",monitor_name="checkout flow 18",monitor_group="APIs \\\\ gateways",location="Copenhagen - DA"} 1
site24x7_monitor_up{monitor_type="PORT-SMTP",monitor_name="checkout flow 18",monitor_group="APIs \\\\ gateways",location="Stockholm - SWE"} 1
site24x7_monitor_up{monitor_type="PORT-SMTP",monitor_name="checkout flow 18",monitor_group="APIs \\\\ gateways",location="Sao Paulo - BR"} 1
site24x7_monitor_up{monitor_type="PORT_FTP",monitor_name="long xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx tail.",monitor_group="APIs \\\\ gateways",location="Johannesburg - ZA"} 1
site24x7_monitor_up{monitor_type="PORT_FTP",monitor_name="long xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx tail.",monitor_group="APIs \\\\ gateways",location="New Jersey - US"} 1
site24x7_monitor_up{monitor_type="URL",monitor_name="payment gateway 4",monitor_group="mail & DNS",location="Amsterdam - NL"} 1
site24x7_monitor_up{monitor_type="URL",monitor_name="payment gateway 4",monitor_group="mail & DNS",location="Frankfurt - DE"} 0
site24x7_monitor_up{monitor_type="URL",monitor_name="payment gateway 4",monitor_group="mail & DNS",location="Shanghai - CHN"} 0
site24x7_monitor_up{monitor_type="HOMEPAGE",monitor_name="landing page 6",monitor_group="mail & DNS",location="Sydney - AUS"} 2
site24x7_monitor_up{monitor_type="HOMEPAGE",monitor_name="landing page 6",monitor_group="mail & DNS",location="Singapore - SG"} 2
site24x7_monitor_up{monitor_type="HOMEPAGE",monitor_name="landing page 6",monitor_group="mail & DNS",location="Fremont-CA - US"} 2
site24x7_monitor_up{monitor_type="HOMEPAGE",monitor_name="landing page 6",monitor_group="mail & DNS",location="London - UK"} 2
site24x7_monitor_up{monitor_type="HOMEPAGE",monitor_name="landing page 6",monitor_group="mail & DNS",location="Amsterdam - NL"} 2
site24x7_monitor_up{monitor_type="SSL_CERT",monitor_name="help centre 12",monitor_group="mail & DNS",location="Buenos Aires - ARG"} 1
site24x7_monitor_up{monitor_type="SSL_CERT",monitor_name="help centre 12",monitor_group="mail & DNS",location="Madrid - ES"} 1
site24x7_monitor_up{monitor_type="SSL_CERT",monitor_name="help centre 12",monitor_group="mail & DNS",location="Queretaro - MEX"} 1
site24x7_monitor_up{monitor_type="SSL_CERT",monitor_name="help centre 12",monitor_group="mail & DNS",location="Auckland - NZ"} 1
site24x7_monitor_up{monitor_type="SSL_CERT",monitor_name="help centre 12",monitor_group="mail & DNS",location="Copenhagen - DA"} 1
site24x7_monitor_up{monitor_type="SSL_CERT",monitor_name="help centre 12",monitor_group="mail & DNS",location="Taipei - TW"} 1
site24x7_monitor_up{monitor_type="SSL_CERT",monitor_name="help centre 12",monitor_group="mail & DNS",location="Stockholm - SWE"} 1
site24x7_monitor_up{monitor_type="SSL_CERT",monitor_name="help centre 12",monitor_group="mail & DNS",location="Texas - US"} 1
site24x7_monitor_up{monitor_type="PING",monitor_name="shop front 1",monitor_group="mail & DNS",location="Dubai - UAE"} 1
site24x7_monitor_up{monitor_type="PING",monitor_name="shop front 1",monitor_group="mail & DNS",location="Singapore - SG"} 1
site24x7_monitor_up{monitor_type="PING",monitor_name="shop front 1",monitor_group="mail & DNS",location="Atlantis - XX"} 1
site24x7_monitor_up{monitor_type="PING",monitor_name="shop front 1",monitor_group="mail & DNS",location="Texas - US"} 1
site24x7_monitor_up{monitor_type="PING",monitor_name="shop front 1",monitor_group="mail & DNS",location="Tel Aviv - IL"} 1
site24x7_monitor_up{monitor_type="DOMAINEXPIRY",monitor_name="Café ☕ münchen 🏴‍☠️",monitor_group="",location=""} 1
site24x7_monitor_up{monitor_type="DNS",monitor_name="shop front 14",monitor_group="",location="Tokyo - JP"} 7
site24x7_monitor_up{monitor_type="DNS",monitor_name="shop front 14",monitor_group="",location="Stockholm - SWE"} 7
site24x7_monitor_up{monitor_type="DNS",monitor_name="shop front 14",monitor_group="",location="Hangzhou City - CHN"} 7
site24x7_monitor_up{monitor_type="DNS",monitor_name="shop front 14",monitor_group="",location="Toronto - CA"} 7
site24x7_monitor_up{monitor_type="DNS",monitor_name="shop front 14",monitor_group="",location="Madrid - ES"} 7
site24x7_monitor_up{monitor_type="DNS",monitor_name="shop front 14",monitor_group="",location="Sydney - AUS"} 7
site24x7_monitor_up{monitor_type="DNS",monitor_name="shop front 14",monitor_group="",location="Sao Paulo - BR"} 7
site24x7_monitor_up{monitor_type="FTP",monitor_name="shop front 21",monitor_group="",location="New Jersey - US"} 1
site24x7_monitor_up{monitor_type="FTP",monitor_name="shop front 21",monitor_group="",location="Kuala Lumpur - MYS"} 1
site24x7_monitor_up{monitor_type="FTP",monitor_name="shop front 21",monitor_group="",location="Zurich - CH"} 1
site24x7_monitor_up{monitor_type="FTP",monitor_name="shop front 21",monitor_group="",location="Taipei - TW"} 1
site24x7_monitor_up{monitor_type="FTP",monitor_name="shop front 21",monitor_group="",location="Fremont-CA - US"} 1
site24x7_monitor_up{monitor_type="FTP",monitor_name="shop front 21",monitor_group="",location="Frankfurt - DE"} 1
site24x7_monitor_up{monitor_type="FTP",monitor_name="shop front 21",monitor_group="",location="Buenos Aires - ARG"} 1
site24x7_monitor_up{monitor_type="ISP",monitor_name="status page 24",monitor_group="",location="Taipei - TW"} 1
site24x7_monitor_up{monitor_type="ISP",monitor_name="status page 24",monitor_group="",location="Dubai - UAE"} 1
site24x7_monitor_up{monitor_type="ISP",monitor_name="status page 24",monitor_group="",location="Hong Kong - HK"} 1
# HELP site24x7_monitors How many monitors have the status, from monitors[].status. Cached.
# TYPE site24x7_monitors gauge
site24x7_monitors{status="down"} 2
site24x7_monitors{status="up"} 17
site24x7_monitors{status="trouble"} 1
site24x7_monitors{status="critical"} 1
site24x7_monitors{status="maintenance"} 1
site24x7_monitors{status="discovery"} 1
site24x7_monitors{status="configuration_error"} 1
# HELP site24x7_poller_info A poller of the account itself, whose location_id is the id of its monitor, from onpremise_pollers[] and mobile_pollers[] of the location template; the value is always 1. Cached.
# TYPE site24x7_poller_info gauge
site24x7_poller_info{monitor_id="300000000060001",poller="cellar",kind="on_premise"} 1
# HELP site24x7_sla_achieved_ratio What was achieved of the service level for the last 30 days; resource_id is the monitor or group it is for; from sla_achieved and achieved of the SLA reports. Cached.
# TYPE site24x7_sla_achieved_ratio gauge
# UNIT site24x7_sla_achieved_ratio ratio
site24x7_sla_achieved_ratio{sla_id="300000000070001",sla_name="gold",kind="availability",resource_id="298390219662000000"} 0.9972
site24x7_sla_achieved_ratio{sla_id="300000000070001",sla_name="gold",kind="availability",resource_id="298390219662000003"} 0.9997
site24x7_sla_achieved_ratio{sla_id="300000000070001",sla_name="gold",kind="response",resource_id="298390219662000000"} 0.9972
site24x7_sla_achieved_ratio{sla_id="300000000070001",sla_name="gold",kind="response",resource_id="298390219662000003"} 0.9997
site24x7_sla_achieved_ratio{sla_id="300000000070002",sla_name="whole shop",kind="composite",resource_id="298390219662000000"} 0.9993
# HELP site24x7_sla_target_ratio What was agreed as the service level for the last 30 days; resource_id is the monitor or group it is for; from sla_expected and expected of the SLA reports. Cached.
# TYPE site24x7_sla_target_ratio gauge
# UNIT site24x7_sla_target_ratio ratio
site24x7_sla_target_ratio{sla_id="300000000070001",sla_name="gold",kind="availability",resource_id="298390219662000000"} 0.999
site24x7_sla_target_ratio{sla_id="300000000070001",sla_name="gold",kind="availability",resource_id="298390219662000003"} 0.999
site24x7_sla_target_ratio{sla_id="300000000070001",sla_name="gold",kind="response",resource_id="298390219662000000"} 0.999
site24x7_sla_target_ratio{sla_id="300000000070001",sla_name="gold",kind="response",resource_id="298390219662000003"} 0.999
site24x7_sla_target_ratio{sla_id="300000000070002",sla_name="whole shop",kind="composite",resource_id="298390219662000000"} 0.995
# HELP site24x7_ssl_certificate_expiry_timestamp_seconds Unix time of the day on which the TLS certificate ends, from fqdn_details[].ssl_expiry_days, in whole days from the day of info.generated_time, so good to a day. Cached.
# TYPE site24x7_ssl_certificate_expiry_timestamp_seconds gauge
# UNIT site24x7_ssl_certificate_expiry_timestamp_seconds seconds
site24x7_ssl_certificate_expiry_timestamp_seconds{name="shop front",monitor_type="URL"} 1763490600
site24x7_ssl_certificate_expiry_timestamp_seconds{name="order API 2",monitor_type="URL"} 1771007400
site24x7_ssl_certificate_expiry_timestamp_seconds{name="checkout \\"express\\" flow",monitor_type="URL"} 1767637800
site24x7_ssl_certificate_expiry_timestamp_seconds{name="payment gateway 4",monitor_type="URL"} 1774463400
site24x7_ssl_certificate_expiry_timestamp_seconds{name="help centre 5",monitor_type="URL"} 1768415400
site24x7_ssl_certificate_expiry_timestamp_seconds{name="help centre 12",monitor_type="SSL_CERT"} 1774895400
# EOF
`

exports[`test/app/golden.test.ts > TAP > text > must match snapshot 1`] = `
# HELP edge_exporter_source_drift_total What the API sent that this version does not know, by kind.
# TYPE edge_exporter_source_drift_total counter
edge_exporter_source_drift_total{provider="site24x7",source="current_status",kind="unknown_location"} 1
# HELP edge_exporter_source_failures_total Refreshes, or parts of them, that failed, by class.
# TYPE edge_exporter_source_failures_total counter
edge_exporter_source_failures_total{provider="site24x7",source="current_status",reason="auth"} 0
edge_exporter_source_failures_total{provider="site24x7",source="current_status",reason="quota"} 0
edge_exporter_source_failures_total{provider="site24x7",source="current_status",reason="timeout"} 0
edge_exporter_source_failures_total{provider="site24x7",source="current_status",reason="network"} 0
edge_exporter_source_failures_total{provider="site24x7",source="current_status",reason="server"} 0
edge_exporter_source_failures_total{provider="site24x7",source="current_status",reason="client"} 0
edge_exporter_source_failures_total{provider="site24x7",source="current_status",reason="parse"} 0
edge_exporter_source_failures_total{provider="site24x7",source="current_status",reason="schema"} 0
edge_exporter_source_failures_total{provider="site24x7",source="current_status",reason="internal"} 0
edge_exporter_source_failures_total{provider="site24x7",source="availability",reason="auth"} 0
edge_exporter_source_failures_total{provider="site24x7",source="availability",reason="quota"} 0
edge_exporter_source_failures_total{provider="site24x7",source="availability",reason="timeout"} 0
edge_exporter_source_failures_total{provider="site24x7",source="availability",reason="network"} 0
edge_exporter_source_failures_total{provider="site24x7",source="availability",reason="server"} 0
edge_exporter_source_failures_total{provider="site24x7",source="availability",reason="client"} 0
edge_exporter_source_failures_total{provider="site24x7",source="availability",reason="parse"} 0
edge_exporter_source_failures_total{provider="site24x7",source="availability",reason="schema"} 0
edge_exporter_source_failures_total{provider="site24x7",source="availability",reason="internal"} 0
edge_exporter_source_failures_total{provider="site24x7",source="certificates",reason="auth"} 0
edge_exporter_source_failures_total{provider="site24x7",source="certificates",reason="quota"} 0
edge_exporter_source_failures_total{provider="site24x7",source="certificates",reason="timeout"} 0
edge_exporter_source_failures_total{provider="site24x7",source="certificates",reason="network"} 0
edge_exporter_source_failures_total{provider="site24x7",source="certificates",reason="server"} 0
edge_exporter_source_failures_total{provider="site24x7",source="certificates",reason="client"} 0
edge_exporter_source_failures_total{provider="site24x7",source="certificates",reason="parse"} 0
edge_exporter_source_failures_total{provider="site24x7",source="certificates",reason="schema"} 0
edge_exporter_source_failures_total{provider="site24x7",source="certificates",reason="internal"} 0
edge_exporter_source_failures_total{provider="site24x7",source="maintenance",reason="auth"} 0
edge_exporter_source_failures_total{provider="site24x7",source="maintenance",reason="quota"} 0
edge_exporter_source_failures_total{provider="site24x7",source="maintenance",reason="timeout"} 0
edge_exporter_source_failures_total{provider="site24x7",source="maintenance",reason="network"} 0
edge_exporter_source_failures_total{provider="site24x7",source="maintenance",reason="server"} 0
edge_exporter_source_failures_total{provider="site24x7",source="maintenance",reason="client"} 0
edge_exporter_source_failures_total{provider="site24x7",source="maintenance",reason="parse"} 0
edge_exporter_source_failures_total{provider="site24x7",source="maintenance",reason="schema"} 0
edge_exporter_source_failures_total{provider="site24x7",source="maintenance",reason="internal"} 0
edge_exporter_source_failures_total{provider="site24x7",source="configuration",reason="auth"} 0
edge_exporter_source_failures_total{provider="site24x7",source="configuration",reason="quota"} 0
edge_exporter_source_failures_total{provider="site24x7",source="configuration",reason="timeout"} 0
edge_exporter_source_failures_total{provider="site24x7",source="configuration",reason="network"} 0
edge_exporter_source_failures_total{provider="site24x7",source="configuration",reason="server"} 0
edge_exporter_source_failures_total{provider="site24x7",source="configuration",reason="client"} 0
edge_exporter_source_failures_total{provider="site24x7",source="configuration",reason="parse"} 0
edge_exporter_source_failures_total{provider="site24x7",source="configuration",reason="schema"} 0
edge_exporter_source_failures_total{provider="site24x7",source="configuration",reason="internal"} 0
edge_exporter_source_failures_total{provider="site24x7",source="locations",reason="auth"} 0
edge_exporter_source_failures_total{provider="site24x7",source="locations",reason="quota"} 0
edge_exporter_source_failures_total{provider="site24x7",source="locations",reason="timeout"} 0
edge_exporter_source_failures_total{provider="site24x7",source="locations",reason="network"} 0
edge_exporter_source_failures_total{provider="site24x7",source="locations",reason="server"} 0
edge_exporter_source_failures_total{provider="site24x7",source="locations",reason="client"} 0
edge_exporter_source_failures_total{provider="site24x7",source="locations",reason="parse"} 0
edge_exporter_source_failures_total{provider="site24x7",source="locations",reason="schema"} 0
edge_exporter_source_failures_total{provider="site24x7",source="locations",reason="internal"} 0
edge_exporter_source_failures_total{provider="site24x7",source="sla",reason="auth"} 0
edge_exporter_source_failures_total{provider="site24x7",source="sla",reason="quota"} 0
edge_exporter_source_failures_total{provider="site24x7",source="sla",reason="timeout"} 0
edge_exporter_source_failures_total{provider="site24x7",source="sla",reason="network"} 0
edge_exporter_source_failures_total{provider="site24x7",source="sla",reason="server"} 0
edge_exporter_source_failures_total{provider="site24x7",source="sla",reason="client"} 0
edge_exporter_source_failures_total{provider="site24x7",source="sla",reason="parse"} 0
edge_exporter_source_failures_total{provider="site24x7",source="sla",reason="schema"} 0
edge_exporter_source_failures_total{provider="site24x7",source="sla",reason="internal"} 0
edge_exporter_source_failures_total{provider="site24x7",source="alerts",reason="auth"} 0
edge_exporter_source_failures_total{provider="site24x7",source="alerts",reason="quota"} 0
edge_exporter_source_failures_total{provider="site24x7",source="alerts",reason="timeout"} 0
edge_exporter_source_failures_total{provider="site24x7",source="alerts",reason="network"} 0
edge_exporter_source_failures_total{provider="site24x7",source="alerts",reason="server"} 0
edge_exporter_source_failures_total{provider="site24x7",source="alerts",reason="client"} 0
edge_exporter_source_failures_total{provider="site24x7",source="alerts",reason="parse"} 0
edge_exporter_source_failures_total{provider="site24x7",source="alerts",reason="schema"} 0
edge_exporter_source_failures_total{provider="site24x7",source="alerts",reason="internal"} 0
edge_exporter_source_failures_total{provider="site24x7",source="servers",reason="auth"} 0
edge_exporter_source_failures_total{provider="site24x7",source="servers",reason="quota"} 0
edge_exporter_source_failures_total{provider="site24x7",source="servers",reason="timeout"} 0
edge_exporter_source_failures_total{provider="site24x7",source="servers",reason="network"} 0
edge_exporter_source_failures_total{provider="site24x7",source="servers",reason="server"} 0
edge_exporter_source_failures_total{provider="site24x7",source="servers",reason="client"} 0
edge_exporter_source_failures_total{provider="site24x7",source="servers",reason="parse"} 0
edge_exporter_source_failures_total{provider="site24x7",source="servers",reason="schema"} 0
edge_exporter_source_failures_total{provider="site24x7",source="servers",reason="internal"} 0
edge_exporter_source_failures_total{provider="site24x7",source="usage",reason="auth"} 0
edge_exporter_source_failures_total{provider="site24x7",source="usage",reason="quota"} 0
edge_exporter_source_failures_total{provider="site24x7",source="usage",reason="timeout"} 0
edge_exporter_source_failures_total{provider="site24x7",source="usage",reason="network"} 0
edge_exporter_source_failures_total{provider="site24x7",source="usage",reason="server"} 0
edge_exporter_source_failures_total{provider="site24x7",source="usage",reason="client"} 0
edge_exporter_source_failures_total{provider="site24x7",source="usage",reason="parse"} 0
edge_exporter_source_failures_total{provider="site24x7",source="usage",reason="schema"} 0
edge_exporter_source_failures_total{provider="site24x7",source="usage",reason="internal"} 0
# HELP edge_exporter_source_last_attempt_timestamp_seconds Unix time at which the last refresh began.
# TYPE edge_exporter_source_last_attempt_timestamp_seconds gauge
edge_exporter_source_last_attempt_timestamp_seconds{provider="site24x7",source="current_status"} 1767323045
edge_exporter_source_last_attempt_timestamp_seconds{provider="site24x7",source="availability"} 1767323045
edge_exporter_source_last_attempt_timestamp_seconds{provider="site24x7",source="certificates"} 1767323045
edge_exporter_source_last_attempt_timestamp_seconds{provider="site24x7",source="maintenance"} 1767323045
edge_exporter_source_last_attempt_timestamp_seconds{provider="site24x7",source="configuration"} 1767323045
edge_exporter_source_last_attempt_timestamp_seconds{provider="site24x7",source="locations"} 1767323045
edge_exporter_source_last_attempt_timestamp_seconds{provider="site24x7",source="sla"} 1767323045
edge_exporter_source_last_attempt_timestamp_seconds{provider="site24x7",source="alerts"} 1767323045
edge_exporter_source_last_attempt_timestamp_seconds{provider="site24x7",source="servers"} 1767323045
edge_exporter_source_last_attempt_timestamp_seconds{provider="site24x7",source="usage"} 1767323045
# HELP edge_exporter_source_last_success_timestamp_seconds Unix time of the last refresh that succeeded.
# TYPE edge_exporter_source_last_success_timestamp_seconds gauge
edge_exporter_source_last_success_timestamp_seconds{provider="site24x7",source="current_status"} 1767323045
edge_exporter_source_last_success_timestamp_seconds{provider="site24x7",source="availability"} 1767323045
edge_exporter_source_last_success_timestamp_seconds{provider="site24x7",source="certificates"} 1767323045
edge_exporter_source_last_success_timestamp_seconds{provider="site24x7",source="maintenance"} 1767323045
edge_exporter_source_last_success_timestamp_seconds{provider="site24x7",source="configuration"} 1767323045
edge_exporter_source_last_success_timestamp_seconds{provider="site24x7",source="locations"} 1767323045
edge_exporter_source_last_success_timestamp_seconds{provider="site24x7",source="sla"} 1767323045
edge_exporter_source_last_success_timestamp_seconds{provider="site24x7",source="alerts"} 1767323045
edge_exporter_source_last_success_timestamp_seconds{provider="site24x7",source="servers"} 1767323045
edge_exporter_source_last_success_timestamp_seconds{provider="site24x7",source="usage"} 1767323045
# HELP edge_exporter_source_max_age_seconds Age at which data that could not be refreshed is withdrawn.
# TYPE edge_exporter_source_max_age_seconds gauge
edge_exporter_source_max_age_seconds{provider="site24x7",source="current_status"} 300
edge_exporter_source_max_age_seconds{provider="site24x7",source="availability"} 18000
edge_exporter_source_max_age_seconds{provider="site24x7",source="certificates"} 108000
edge_exporter_source_max_age_seconds{provider="site24x7",source="maintenance"} 4500
edge_exporter_source_max_age_seconds{provider="site24x7",source="configuration"} 108000
edge_exporter_source_max_age_seconds{provider="site24x7",source="locations"} 432000
edge_exporter_source_max_age_seconds{provider="site24x7",source="sla"} 108000
edge_exporter_source_max_age_seconds{provider="site24x7",source="alerts"} 4500
edge_exporter_source_max_age_seconds{provider="site24x7",source="servers"} 4500
edge_exporter_source_max_age_seconds{provider="site24x7",source="usage"} 18000
# HELP edge_exporter_source_merged_series Series of the last refresh that were merged into another one because their labels were the same.
# TYPE edge_exporter_source_merged_series gauge
edge_exporter_source_merged_series{provider="site24x7",source="current_status"} 2
edge_exporter_source_merged_series{provider="site24x7",source="availability"} 0
edge_exporter_source_merged_series{provider="site24x7",source="certificates"} 2
edge_exporter_source_merged_series{provider="site24x7",source="maintenance"} 0
edge_exporter_source_merged_series{provider="site24x7",source="configuration"} 0
edge_exporter_source_merged_series{provider="site24x7",source="locations"} 0
edge_exporter_source_merged_series{provider="site24x7",source="sla"} 0
edge_exporter_source_merged_series{provider="site24x7",source="alerts"} 0
edge_exporter_source_merged_series{provider="site24x7",source="servers"} 0
edge_exporter_source_merged_series{provider="site24x7",source="usage"} 0
# HELP edge_exporter_source_refresh_duration_seconds How long the last refresh took, successful or not.
# TYPE edge_exporter_source_refresh_duration_seconds gauge
edge_exporter_source_refresh_duration_seconds{provider="site24x7",source="current_status"} 0
edge_exporter_source_refresh_duration_seconds{provider="site24x7",source="availability"} 0
edge_exporter_source_refresh_duration_seconds{provider="site24x7",source="certificates"} 0
edge_exporter_source_refresh_duration_seconds{provider="site24x7",source="maintenance"} 0
edge_exporter_source_refresh_duration_seconds{provider="site24x7",source="configuration"} 0
edge_exporter_source_refresh_duration_seconds{provider="site24x7",source="locations"} 0
edge_exporter_source_refresh_duration_seconds{provider="site24x7",source="sla"} 0
edge_exporter_source_refresh_duration_seconds{provider="site24x7",source="alerts"} 0
edge_exporter_source_refresh_duration_seconds{provider="site24x7",source="servers"} 0
edge_exporter_source_refresh_duration_seconds{provider="site24x7",source="usage"} 0
# HELP edge_exporter_source_refresh_interval_seconds Time between refreshes now in force: the TTL, stretched where the quota asks for it.
# TYPE edge_exporter_source_refresh_interval_seconds gauge
edge_exporter_source_refresh_interval_seconds{provider="site24x7",source="current_status"} 60
edge_exporter_source_refresh_interval_seconds{provider="site24x7",source="availability"} 3600
edge_exporter_source_refresh_interval_seconds{provider="site24x7",source="certificates"} 21600
edge_exporter_source_refresh_interval_seconds{provider="site24x7",source="maintenance"} 900
edge_exporter_source_refresh_interval_seconds{provider="site24x7",source="configuration"} 21600
edge_exporter_source_refresh_interval_seconds{provider="site24x7",source="locations"} 86400
edge_exporter_source_refresh_interval_seconds{provider="site24x7",source="sla"} 21600
edge_exporter_source_refresh_interval_seconds{provider="site24x7",source="alerts"} 900
edge_exporter_source_refresh_interval_seconds{provider="site24x7",source="servers"} 900
edge_exporter_source_refresh_interval_seconds{provider="site24x7",source="usage"} 3600
# HELP edge_exporter_source_series Series of the source now served.
# TYPE edge_exporter_source_series gauge
edge_exporter_source_series{provider="site24x7",source="current_status"} 406
edge_exporter_source_series{provider="site24x7",source="availability"} 100
edge_exporter_source_series{provider="site24x7",source="certificates"} 12
edge_exporter_source_series{provider="site24x7",source="maintenance"} 14
edge_exporter_source_series{provider="site24x7",source="configuration"} 50
edge_exporter_source_series{provider="site24x7",source="locations"} 21
edge_exporter_source_series{provider="site24x7",source="sla"} 10
edge_exporter_source_series{provider="site24x7",source="alerts"} 21
edge_exporter_source_series{provider="site24x7",source="servers"} 0
edge_exporter_source_series{provider="site24x7",source="usage"} 9
# HELP edge_exporter_source_up 1 when the last refresh of the source succeeded, 0 when it failed or none has ended yet; none for an optional source that the credentials do not allow.
# TYPE edge_exporter_source_up gauge
edge_exporter_source_up{provider="site24x7",source="current_status"} 1
edge_exporter_source_up{provider="site24x7",source="availability"} 1
edge_exporter_source_up{provider="site24x7",source="certificates"} 1
edge_exporter_source_up{provider="site24x7",source="maintenance"} 1
edge_exporter_source_up{provider="site24x7",source="configuration"} 1
edge_exporter_source_up{provider="site24x7",source="locations"} 1
edge_exporter_source_up{provider="site24x7",source="sla"} 1
edge_exporter_source_up{provider="site24x7",source="alerts"} 1
edge_exporter_source_up{provider="site24x7",source="servers"} 1
edge_exporter_source_up{provider="site24x7",source="usage"} 1
# HELP edge_exporter_upstream_calls_per_day_limit API calls a day that the account may make; 80 % of them are used at most.
# TYPE edge_exporter_upstream_calls_per_day_limit gauge
edge_exporter_upstream_calls_per_day_limit{provider="site24x7"} 4800
# HELP edge_exporter_upstream_calls_today API calls made since midnight in the zone of the account, by all replicas, that count against the quota.
# TYPE edge_exporter_upstream_calls_today gauge
edge_exporter_upstream_calls_today{provider="site24x7"} 13
# HELP edge_exporter_upstream_calls_total API calls made by this process that count against the quota.
# TYPE edge_exporter_upstream_calls_total counter
edge_exporter_upstream_calls_total{provider="site24x7"} 13
# HELP site24x7_alert_credits_remaining Alert credits that are left, from sms_remaining of license_usage. Experimental: the API does not document it. Cached.
# TYPE site24x7_alert_credits_remaining gauge
site24x7_alert_credits_remaining 4200
# HELP site24x7_alerts_today Alerts that were sent since midnight in the zone of the account, by channel, from alert_type of the alert logs; falls to 0 at midnight. Cached.
# TYPE site24x7_alerts_today gauge
site24x7_alerts_today{channel="email"} 6
site24x7_alerts_today{channel="sms"} 3
site24x7_alerts_today{channel="voice"} 0
site24x7_alerts_today{channel="chat"} 0
site24x7_alerts_today{channel="alarmsone"} 0
site24x7_alerts_today{channel="servicedesk_plus_cloud"} 0
site24x7_alerts_today{channel="slack"} 3
site24x7_alerts_today{channel="hipchat"} 0
site24x7_alerts_today{channel="pagerduty"} 3
site24x7_alerts_today{channel="servicedesk_plus"} 0
site24x7_alerts_today{channel="webhook"} 0
site24x7_alerts_today{channel="teams"} 3
site24x7_alerts_today{channel="opsgenie"} 0
site24x7_alerts_today{channel="servicenow"} 0
site24x7_alerts_today{channel="stride"} 0
site24x7_alerts_today{channel="servicedesk_plus_msp"} 0
site24x7_alerts_today{channel="zapier"} 0
site24x7_alerts_today{channel="connectwise"} 0
site24x7_alerts_today{channel="zoho_analytics"} 0
site24x7_alerts_today{channel="jira"} 0
site24x7_alerts_today{channel="moogsoft"} 0
# HELP site24x7_api_calls_limit API calls a day that the account may make, from api_calls.allowed of client_data. Experimental: the API does not document it. Cached.
# TYPE site24x7_api_calls_limit gauge
site24x7_api_calls_limit 5000
# HELP site24x7_api_calls_used API calls that the account has made today, by whomever, from api_calls.used of client_data. Experimental: the API does not document it. Cached.
# TYPE site24x7_api_calls_used gauge
site24x7_api_calls_used 8846
# HELP site24x7_availability_ratio Availability of all monitors together within the window, from summary_details.availability_percentage of the availability summary. Cached.
# TYPE site24x7_availability_ratio gauge
site24x7_availability_ratio{window="30d"} 0.9973
# HELP site24x7_available_location_info A public location from which monitors can be watched, from locations[] of the location template; the value is always 1. Cached.
# TYPE site24x7_available_location_info gauge
site24x7_available_location_info{location_id="1",location="Amsterdam - NL",country="NL",city="Amsterdam"} 1
site24x7_available_location_info{location_id="2",location="London - UK",country="UK",city="London"} 1
site24x7_available_location_info{location_id="3",location="Fremont-CA - US",country="US",city="Fremont-CA"} 1
site24x7_available_location_info{location_id="4",location="Singapore - SG",country="SG",city="Singapore"} 1
site24x7_available_location_info{location_id="5",location="Sydney - AUS",country="AUS",city="Sydney"} 1
site24x7_available_location_info{location_id="6",location="Tokyo - JP",country="JP",city="Tokyo"} 1
site24x7_available_location_info{location_id="7",location="Seoul - SK",country="SK",city="Seoul"} 1
site24x7_available_location_info{location_id="8",location="Dubai - UAE",country="UAE",city="Dubai"} 1
site24x7_available_location_info{location_id="9",location="Frankfurt - DE",country="DE",city="Frankfurt"} 1
site24x7_available_location_info{location_id="10",location="New Jersey - US",country="US",city="New Jersey"} 1
site24x7_available_location_info{location_id="11",location="Sao Paulo - BR",country="BR",city="Sao Paulo"} 1
site24x7_available_location_info{location_id="12",location="Stockholm - SWE",country="SWE",city="Stockholm"} 1
site24x7_available_location_info{location_id="13",location="Copenhagen - DA",country="DA",city="Copenhagen"} 1
site24x7_available_location_info{location_id="14",location="Queretaro - MEX",country="MEX",city="Queretaro"} 1
site24x7_available_location_info{location_id="15",location="Buenos Aires - ARG",country="ARG",city="Buenos Aires"} 1
site24x7_available_location_info{location_id="16",location="Kuala Lumpur - MYS",country="MYS",city="Kuala Lumpur"} 1
site24x7_available_location_info{location_id="17",location="Shanghai - CHN",country="CHN",city="Shanghai"} 1
site24x7_available_location_info{location_id="18",location="Hangzhou City - CHN",country="CHN",city="Hangzhou City"} 1
site24x7_available_location_info{location_id="19",location="Hong Kong - HK",country="HK",city="Hong Kong"} 1
site24x7_available_location_info{location_id="20",location="Mumbai - IN",country="IN",city="Mumbai"} 1
# HELP site24x7_domain_expiry_timestamp_seconds Unix time of the day on which the registration of the domain ends, from fqdn_details[].domain_expiry_days, in whole days from the day of info.generated_time, so good to a day. Cached.
# TYPE site24x7_domain_expiry_timestamp_seconds gauge
site24x7_domain_expiry_timestamp_seconds{name="shop front",monitor_type="URL"} 1759602600
site24x7_domain_expiry_timestamp_seconds{name="order API 2",monitor_type="URL"} 1776969000
site24x7_domain_expiry_timestamp_seconds{name="checkout \\"express\\" flow",monitor_type="URL"} 1774117800
site24x7_domain_expiry_timestamp_seconds{name="payment gateway 4",monitor_type="URL"} 1787250600
site24x7_domain_expiry_timestamp_seconds{name="help centre 5",monitor_type="URL"} 1788114600
site24x7_domain_expiry_timestamp_seconds{name="Café ☕ münchen 🏴‍☠️",monitor_type="DOMAINEXPIRY"} 1774031400
# HELP site24x7_group_status Status code of the monitor group, from monitor_groups[].status. Cached.
# TYPE site24x7_group_status gauge
site24x7_group_status{group_id="298390196597000000",group_name="retired"} 1
site24x7_group_status{group_id="298390196597000003",group_name="shop"} 0
site24x7_group_status{group_id="298390196597000006",group_name="Corporate \\"site\\""} 10
site24x7_group_status{group_id="298390196597000009",group_name="内部システム 🏭"} 1
site24x7_group_status{group_id="298390196597000012",group_name="APIs \\\\ gateways"} 3
site24x7_group_status{group_id="298390196597000015",group_name="mail & DNS"} 0
# HELP site24x7_license_monitors_limit Monitors of the class that the licence allows, from usage_details.allowed or total of license_usage. Experimental: the API does not document it. Cached.
# TYPE site24x7_license_monitors_limit gauge
site24x7_license_monitors_limit{class="basic"} 13950
site24x7_license_monitors_limit{class="advanced"} 500
site24x7_license_monitors_limit{class="host_monitors"} 40
# HELP site24x7_license_monitors_used Monitors of the class that the licence counts as used, from usage_details.used of license_usage. Experimental: the API does not document it. Cached.
# TYPE site24x7_license_monitors_used gauge
site24x7_license_monitors_used{class="basic"} 25
site24x7_license_monitors_used{class="advanced"} 31
site24x7_license_monitors_used{class="host_monitors"} 0
# HELP site24x7_location_info Where a location is, by its name from locations[].location_name: ISO 3166-1 country, degrees and geohash; the value is always 1. Cached.
# TYPE site24x7_location_info gauge
site24x7_location_info{location="New Jersey - US",country="US",latitude="40.73566",longitude="-74.17237",geohash="dr5r8pt"} 1
site24x7_location_info{location="London - UK",country="GB",latitude="51.500072",longitude="-0.127108",geohash="gcpuvp7"} 1
site24x7_location_info{location="Toronto - CA",country="CA",latitude="43.70011",longitude="-79.4163",geohash="dpz88g6"} 1
site24x7_location_info{location="Dubai - UAE",country="AE",latitude="25.0657",longitude="55.17128",geohash="thrnx7n"} 1
site24x7_location_info{location="Tel Aviv - IL",country="IL",latitude="32.08088",longitude="34.78057",geohash="sv8wx2n"} 1
site24x7_location_info{location="Seoul - SK",country="KR",latitude="37.566",longitude="126.9784",geohash="wydm9qw"} 1
site24x7_location_info{location="Zurich - CH",country="CH",latitude="47.36667",longitude="8.55",geohash="u0qj6wc"} 1
site24x7_location_info{location="Tokyo - JP",country="JP",latitude="35.6895",longitude="139.69171",geohash="xn774c0"} 1
site24x7_location_info{location="Johannesburg - ZA",country="ZA",latitude="-26.202477",longitude="28.04701",geohash="ke7fyjz"} 1
site24x7_location_info{location="Fremont-CA - US",country="US",latitude="37.54827",longitude="-121.98857",geohash="9q9m856"} 1
site24x7_location_info{location="Copenhagen - DA",country="DK",latitude="55.67594",longitude="12.56553",geohash="u3butzm"} 1
site24x7_location_info{location="Stockholm - SWE",country="SE",latitude="59.32938",longitude="18.06871",geohash="u6sce0t"} 1
site24x7_location_info{location="Buenos Aires - ARG",country="AR",latitude="-34.61315",longitude="-58.37723",geohash="69y7pdf"} 1
site24x7_location_info{location="Taipei - TW",country="TW",latitude="25.020797",longitude="121.464569",geohash="wsqq7fz"} 1
site24x7_location_info{location="Hong Kong - HK",country="HK",latitude="22.324494",longitude="114.169539",geohash="wecpjbp"} 1
site24x7_location_info{location="Amsterdam - NL",country="NL",latitude="52.37403",longitude="4.88969",geohash="u173zq2"} 1
site24x7_location_info{location="Auckland - NZ",country="NZ",latitude="-36.84853",longitude="174.76349",geohash="rckq2gf"} 1
site24x7_location_info{location="Shanghai - CHN",country="CN",latitude="31.214492",longitude="121.481223",geohash="wtw3s67"} 1
site24x7_location_info{location="Mumbai - IN",country="IN",latitude="19.07283",longitude="72.88261",geohash="te7ud2p"} 1
site24x7_location_info{location="Ireland - IE",country="IE",latitude="53.33306",longitude="-6.24889",geohash="gc7x3uc"} 1
site24x7_location_info{location="Atlantis - XX",country="",latitude="",longitude="",geohash=""} 1
site24x7_location_info{location="Queretaro - MEX",country="MX",latitude="20.58806",longitude="-100.38806",geohash="9g8t5eg"} 1
site24x7_location_info{location="Sao Paulo - BR",country="BR",latitude="-23.5475",longitude="-46.63611",geohash="6gyf4c2"} 1
site24x7_location_info{location="Paris - FR",country="FR",latitude="48.85341",longitude="2.3488",geohash="u09tvmq"} 1
site24x7_location_info{location="Hangzhou City - CHN",country="CN",latitude="30.29365",longitude="120.16142",geohash="wtmkq6f"} 1
site24x7_location_info{location="Madrid - ES",country="ES",latitude="40.4165",longitude="-3.70256",geohash="ezjmgtx"} 1
site24x7_location_info{location="Singapore - SG",country="SG",latitude="1.333914",longitude="103.84423",geohash="w21ze4c"} 1
site24x7_location_info{location="Kuala Lumpur - MYS",country="MY",latitude="3.1412",longitude="101.68653",geohash="w283cgv"} 1
site24x7_location_info{location="Frankfurt - DE",country="DE",latitude="50.11552",longitude="8.68417",geohash="u0yjje7"} 1
site24x7_location_info{location="Sydney - AUS",country="AU",latitude="-33.886836",longitude="151.159892",geohash="r3grpxp"} 1
site24x7_location_info{location="Texas - US",country="US",latitude="31.25044",longitude="-99.25061",geohash="9v93v2z"} 1
# HELP site24x7_maintenance_active 1 while the maintenance runs, 0 before, from maintenance_start_time and duration, for each of monitors[]; the monitor is empty where it is for groups or tags. Windows that are over are left out. Cached.
# TYPE site24x7_maintenance_active gauge
site24x7_maintenance_active{maintenance_id="300000000030100",maintenance_name="db upgrade",monitor_id="298390219662000000"} 1
site24x7_maintenance_active{maintenance_id="300000000030100",maintenance_name="db upgrade",monitor_id="298390219662000003"} 1
site24x7_maintenance_active{maintenance_id="300000000030101",maintenance_name="network change",monitor_id="298390219662000006"} 0
site24x7_maintenance_active{maintenance_id="300000000030102",maintenance_name="office closed",monitor_id=""} 1
site24x7_maintenance_active{maintenance_id="300000000030103",maintenance_name="by tag",monitor_id=""} 0
# HELP site24x7_maintenance_end_timestamp_seconds Unix time at which the maintenance ends, from maintenance_start_time and duration. Windows that are over are left out. Cached.
# TYPE site24x7_maintenance_end_timestamp_seconds gauge
site24x7_maintenance_end_timestamp_seconds{maintenance_id="300000000030100",maintenance_name="db upgrade"} 1767398399
site24x7_maintenance_end_timestamp_seconds{maintenance_id="300000000030101",maintenance_name="network change"} 1767490199
site24x7_maintenance_end_timestamp_seconds{maintenance_id="300000000030102",maintenance_name="office closed"} 1767398399
site24x7_maintenance_end_timestamp_seconds{maintenance_id="300000000030103",maintenance_name="by tag"} 1767401999
# HELP site24x7_maintenance_group_active 1 while the maintenance runs, 0 before, from maintenance_start_time and duration, for each of monitor_groups[]. Windows that are over are left out. Cached.
# TYPE site24x7_maintenance_group_active gauge
site24x7_maintenance_group_active{maintenance_id="300000000030102",maintenance_name="office closed",group_id="300000000040001"} 1
# HELP site24x7_maintenance_start_timestamp_seconds Unix time at which the maintenance begins, from maintenance_start_time. Windows that are over are left out. Cached.
# TYPE site24x7_maintenance_start_timestamp_seconds gauge
site24x7_maintenance_start_timestamp_seconds{maintenance_id="300000000030100",maintenance_name="db upgrade"} 1767311999
site24x7_maintenance_start_timestamp_seconds{maintenance_id="300000000030101",maintenance_name="network change"} 1767484799
site24x7_maintenance_start_timestamp_seconds{maintenance_id="300000000030102",maintenance_name="office closed"} 1767311999
site24x7_maintenance_start_timestamp_seconds{maintenance_id="300000000030103",maintenance_name="by tag"} 1767398399
# HELP site24x7_monitor_availability_ratio Availability of the monitor within the window, in the zone of the account, from availability_details[].availability_percentage. Cached.
# TYPE site24x7_monitor_availability_ratio gauge
site24x7_monitor_availability_ratio{monitor_id="298390219662000000",window="30d"} 0.9984
site24x7_monitor_availability_ratio{monitor_id="298390219662000003",window="30d"} 0.9919
site24x7_monitor_availability_ratio{monitor_id="298390219662000006",window="30d"} 0.999
site24x7_monitor_availability_ratio{monitor_id="298390219662000009",window="30d"} 0.9903
site24x7_monitor_availability_ratio{monitor_id="298390219662000012",window="30d"} 0.9969
site24x7_monitor_availability_ratio{monitor_id="298390219662000015",window="30d"} 1
site24x7_monitor_availability_ratio{monitor_id="298390219662000018",window="30d"} 0.9986
site24x7_monitor_availability_ratio{monitor_id="298390219662000021",window="30d"} 1
site24x7_monitor_availability_ratio{monitor_id="298390219662000024",window="30d"} 0.9998
site24x7_monitor_availability_ratio{monitor_id="298390219662000027",window="30d"} 0.9872
site24x7_monitor_availability_ratio{monitor_id="298390219662000030",window="30d"} 1
site24x7_monitor_availability_ratio{monitor_id="298390219662000036",window="30d"} 0.9979
site24x7_monitor_availability_ratio{monitor_id="298390219662000039",window="30d"} 1
site24x7_monitor_availability_ratio{monitor_id="298390219662000042",window="30d"} 0.9981
site24x7_monitor_availability_ratio{monitor_id="298390219662000045",window="30d"} 0.9944
site24x7_monitor_availability_ratio{monitor_id="298390219662000048",window="30d"} 1
site24x7_monitor_availability_ratio{monitor_id="298390219662000051",window="30d"} 0.9998
site24x7_monitor_availability_ratio{monitor_id="298390219662000054",window="30d"} 0.9976
site24x7_monitor_availability_ratio{monitor_id="298390219662000057",window="30d"} 1
site24x7_monitor_availability_ratio{monitor_id="298390219662000060",window="30d"} 0.9974
site24x7_monitor_availability_ratio{monitor_id="298390219662000063",window="30d"} 0.9985
site24x7_monitor_availability_ratio{monitor_id="298390219662000066",window="30d"} 0.9958
site24x7_monitor_availability_ratio{monitor_id="298390219662000069",window="30d"} 0.9951
site24x7_monitor_availability_ratio{monitor_id="298390219662000072",window="30d"} 0.9958
# HELP site24x7_monitor_check_interval_seconds Time from one check of the monitor to the next, from monitors[].check_frequency. Cached.
# TYPE site24x7_monitor_check_interval_seconds gauge
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000000"} 600
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000003"} 60
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000006"} 30
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000009"} 86400
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000012"} 600
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000015"} 60
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000018"} 300
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000021"} 300
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000024"} 600
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000027"} 30
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000030"} 600
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000033"} 86400
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000036"} 86400
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000039"} 60
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000042"} 300
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000045"} 86400
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000048"} 30
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000051"} 300
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000054"} 600
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000057"} 300
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000060"} 60
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000063"} 600
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000066"} 60
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000069"} 30
site24x7_monitor_check_interval_seconds{monitor_id="298390219662000072"} 60
# HELP site24x7_monitor_day_to_expiry_seconds The attribute of the monitor that this name tells, from attribute_key and attribute_value. Cached.
# TYPE site24x7_monitor_day_to_expiry_seconds gauge
site24x7_monitor_day_to_expiry_seconds{monitor_id="298390219662000036",location="Buenos Aires - ARG"} 2851200
site24x7_monitor_day_to_expiry_seconds{monitor_id="298390219662000036",location="Madrid - ES"} 2851200
site24x7_monitor_day_to_expiry_seconds{monitor_id="298390219662000036",location="Queretaro - MEX"} 2851200
site24x7_monitor_day_to_expiry_seconds{monitor_id="298390219662000036",location="Auckland - NZ"} 2851200
site24x7_monitor_day_to_expiry_seconds{monitor_id="298390219662000036",location="Copenhagen - DA"} 2851200
site24x7_monitor_day_to_expiry_seconds{monitor_id="298390219662000036",location="Taipei - TW"} 2851200
site24x7_monitor_day_to_expiry_seconds{monitor_id="298390219662000036",location="Stockholm - SWE"} 2851200
site24x7_monitor_day_to_expiry_seconds{monitor_id="298390219662000036",location="Texas - US"} 2851200
site24x7_monitor_day_to_expiry_seconds{monitor_id="298390219662000039",location=""} 17971200
# HELP site24x7_monitor_down_info Why the running outage began, from monitors[].down_reason, cut to 120 characters; the value is always 1. Cached.
# TYPE site24x7_monitor_down_info gauge
site24x7_monitor_down_info{monitor_id="298390219662000006",reason="Connection timed out."} 1
site24x7_monitor_down_info{monitor_id="298390219662000027",reason="The host name could not be resolved."} 1
site24x7_monitor_down_info{monitor_id="298390219662000012",reason="HTTP/1.1 503 Service Unavailable"} 1
site24x7_monitor_down_info{monitor_id="298390219662000018",reason="HTTP/1.1 503 Service Unavailable"} 1
# HELP site24x7_monitor_downtime_seconds Length of the running outage, from monitors[].downtime_millis; present only while there is one. Cached.
# TYPE site24x7_monitor_downtime_seconds gauge
site24x7_monitor_downtime_seconds{monitor_id="298390219662000006"} 1307040
site24x7_monitor_downtime_seconds{monitor_id="298390219662000027"} 21840
site24x7_monitor_downtime_seconds{monitor_id="298390219662000012"} 14640
site24x7_monitor_downtime_seconds{monitor_id="298390219662000018"} 1440
# HELP site24x7_monitor_info Names of a monitor, from monitors[] and monitor_groups[], one series for each group it is in; the value is always 1. Cached.
# TYPE site24x7_monitor_info gauge
site24x7_monitor_info{monitor_id="298390219662000000",monitor_name="shop front",monitor_type="URL",monitor_group="shop",group_id="298390196597000003"} 1
site24x7_monitor_info{monitor_id="298390219662000003",monitor_name="shop front",monitor_type="URL",monitor_group="shop",group_id="298390196597000003"} 1
site24x7_monitor_info{monitor_id="298390219662000006",monitor_name="order API 2",monitor_type="URL",monitor_group="shop",group_id="298390196597000003"} 1
site24x7_monitor_info{monitor_id="298390219662000009",monitor_name="checkout \\"express\\" flow",monitor_type="URL",monitor_group="shop",group_id="298390196597000003"} 1
site24x7_monitor_info{monitor_id="298390219662000021",monitor_name="C:\\\\inetpub\\\\wwwroot",monitor_type="REALBROWSER",monitor_group="shop",group_id="298390196597000003"} 1
site24x7_monitor_info{monitor_id="298390219662000024",monitor_name="help centre 8",monitor_type="URL-SEQ",monitor_group="shop",group_id="298390196597000003"} 1
site24x7_monitor_info{monitor_id="298390219662000030",monitor_name="two\\nlines<CR>\\nand a	tab",monitor_type="RESTAPISEQ",monitor_group="shop",group_id="298390196597000003"} 1
site24x7_monitor_info{monitor_id="298390219662000066",monitor_name="trailing spaces   ",monitor_type="UDP",monitor_group="shop",group_id="298390196597000003"} 1
site24x7_monitor_info{monitor_id="298390219662000069",monitor_name="help centre 23",monitor_type="RBL",monitor_group="shop",group_id="298390196597000003"} 1
site24x7_monitor_info{monitor_id="298390219662000009",monitor_name="checkout \\"express\\" flow",monitor_type="URL",monitor_group="Corporate \\"site\\"",group_id="298390196597000006"} 1
site24x7_monitor_info{monitor_id="298390219662000060",monitor_name="shop front 20",monitor_type="SMTP",monitor_group="Corporate \\"site\\"",group_id="298390196597000006"} 1
site24x7_monitor_info{monitor_id="298390219662000015",monitor_name="help centre 5",monitor_type="URL",monitor_group="APIs \\\\ gateways",group_id="298390196597000012"} 1
site24x7_monitor_info{monitor_id="298390219662000027",monitor_name="landing page 9",monitor_type="RESTAPI",monitor_group="APIs \\\\ gateways",group_id="298390196597000012"} 1
site24x7_monitor_info{monitor_id="298390219662000048",monitor_name="官方网站 首页",monitor_type="PORT",monitor_group="APIs \\\\ gateways",group_id="298390196597000012"} 1
site24x7_monitor_info{monitor_id="298390219662000051",monitor_name="checkout flow 17",monitor_type="PORT-POP",monitor_group="APIs \\\\ gateways",group_id="298390196597000012"} 1
site24x7_monitor_info{monitor_id="298390219662000054",monitor_name="checkout flow 18",monitor_type="PORT-SMTP",monitor_group="APIs \\\\ gateways",group_id="298390196597000012"} 1
site24x7_monitor_info{monitor_id="298390219662000057",monitor_name="long xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx tail.",monitor_type="PORT_FTP",monitor_group="APIs \\\\ gateways",group_id="298390196597000012"} 1
site24x7_monitor_info{monitor_id="298390219662000012",monitor_name="payment gateway 4",monitor_type="URL",monitor_group="mail & DNS",group_id="298390196597000015"} 1
site24x7_monitor_info{monitor_id="298390219662000018",monitor_name="landing page 6",monitor_type="HOMEPAGE",monitor_group="mail & DNS",group_id="298390196597000015"} 1
site24x7_monitor_info{monitor_id="298390219662000036",monitor_name="help centre 12",monitor_type="SSL_CERT",monitor_group="mail & DNS",group_id="298390196597000015"} 1
site24x7_monitor_info{monitor_id="298390219662000045",monitor_name="shop front 1",monitor_type="PING",monitor_group="mail & DNS",group_id="298390196597000015"} 1
site24x7_monitor_info{monitor_id="298390219662000039",monitor_name="Café ☕ münchen 🏴‍☠️",monitor_type="DOMAINEXPIRY",monitor_group="",group_id=""} 1
site24x7_monitor_info{monitor_id="298390219662000042",monitor_name="shop front 14",monitor_type="DNS",monitor_group="",group_id=""} 1
site24x7_monitor_info{monitor_id="298390219662000063",monitor_name="shop front 21",monitor_type="FTP",monitor_group="",group_id=""} 1
site24x7_monitor_info{monitor_id="298390219662000072",monitor_name="status page 24",monitor_type="ISP",monitor_group="",group_id=""} 1
# HELP site24x7_monitor_last_polled_timestamp_seconds Unix time of the provider's own last check, from locations[].last_polled_time. Cached.
# TYPE site24x7_monitor_last_polled_timestamp_seconds gauge
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000000",location="New Jersey - US"} 1767323001
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000003",location="New Jersey - US"} 1767323003
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000006",location="London - UK"} 1767323017
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000009",location="Toronto - CA"} 1767323022
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000009",location="Dubai - UAE"} 1767322423
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000009",location="Tel Aviv - IL"} 1767321962
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000009",location="Seoul - SK"} 1767322627
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000009",location="Zurich - CH"} 1767322782
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000009",location="Tokyo - JP"} 1767322138
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000009",location="Johannesburg - ZA"} 1767322100
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000021",location="Fremont-CA - US"} 1767323029
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000021",location="Copenhagen - DA"} 1767321619
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000021",location="Tel Aviv - IL"} 1767322170
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000021",location="London - UK"} 1767322582
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000021",location="Stockholm - SWE"} 1767321276
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000024",location="London - UK"} 1767323004
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000024",location="Toronto - CA"} 1767321278
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000024",location="Buenos Aires - ARG"} 1767322041
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000024",location="Tokyo - JP"} 1767321657
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000024",location="Taipei - TW"} 1767322195
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000024",location="Hong Kong - HK"} 1767322327
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000024",location="New Jersey - US"} 1767321437
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000024",location="Amsterdam - NL"} 1767322596
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000030",location="Auckland - NZ"} 1767323018
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000030",location="London - UK"} 1767322504
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000030",location="Tokyo - JP"} 1767322686
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000066",location="Shanghai - CHN"} 1767322989
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000066",location="Mumbai - IN"} 1767321492
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000069",location="Ireland - IE"} 1767322994
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000015",location="Mumbai - IN"} 1767323019
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000015",location="Copenhagen - DA"} 1767321917
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000027",location="Tokyo - JP"} 1767322987
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000027",location="Hangzhou City - CHN"} 1767321720
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000027",location="Madrid - ES"} 1767322437
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000027",location="Sao Paulo - BR"} 1767321837
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000027",location="Tel Aviv - IL"} 1767322121
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000027",location="Singapore - SG"} 1767321945
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000027",location="Kuala Lumpur - MYS"} 1767322242
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000027",location="Taipei - TW"} 1767322767
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000048",location="Sao Paulo - BR"} 1767322989
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000048",location="Fremont-CA - US"} 1767322464
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000048",location="Ireland - IE"} 1767322755
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000048",location="Hangzhou City - CHN"} 1767322318
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000048",location="New Jersey - US"} 1767322779
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000048",location="London - UK"} 1767321462
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000048",location="Paris - FR"} 1767322846
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000054",location="Queretaro - MEX"} 1767323036
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000054",location="Copenhagen - DA"} 1767322279
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000054",location="Stockholm - SWE"} 1767321713
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000054",location="Sao Paulo - BR"} 1767321551
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000057",location="Johannesburg - ZA"} 1767323008
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000057",location="New Jersey - US"} 1767322144
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000012",location="Amsterdam - NL"} 1767323006
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000012",location="Frankfurt - DE"} 1767321401
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000012",location="Shanghai - CHN"} 1767321624
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000018",location="Sydney - AUS"} 1767323007
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000018",location="Singapore - SG"} 1767322459
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000018",location="Fremont-CA - US"} 1767322055
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000018",location="London - UK"} 1767322784
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000018",location="Amsterdam - NL"} 1767322104
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000036",location="Buenos Aires - ARG"} 1767322988
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000036",location="Madrid - ES"} 1767321468
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000036",location="Queretaro - MEX"} 1767321483
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000036",location="Auckland - NZ"} 1767321786
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000036",location="Copenhagen - DA"} 1767322572
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000036",location="Taipei - TW"} 1767321615
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000036",location="Stockholm - SWE"} 1767321461
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000036",location="Texas - US"} 1767322296
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000045",location="Dubai - UAE"} 1767322983
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000045",location="Singapore - SG"} 1767322325
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000045",location="Atlantis - XX"} 1767322751
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000045",location="Texas - US"} 1767322732
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000045",location="Tel Aviv - IL"} 1767322831
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000039",location=""} 1767322982
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000063",location="New Jersey - US"} 1767322999
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000063",location="Kuala Lumpur - MYS"} 1767321413
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000063",location="Zurich - CH"} 1767322154
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000063",location="Taipei - TW"} 1767322603
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000063",location="Fremont-CA - US"} 1767322933
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000063",location="Frankfurt - DE"} 1767321739
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000063",location="Buenos Aires - ARG"} 1767321456
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000072",location="Taipei - TW"} 1767322992
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000072",location="Dubai - UAE"} 1767322420
site24x7_monitor_last_polled_timestamp_seconds{monitor_id="298390219662000072",location="Hong Kong - HK"} 1767321585
# HELP site24x7_monitor_latency_seconds Last measured latency at the location, from locations[].attribute_value; +Inf while the location is not up and sent no value, none while it is suspended or in maintenance. Cached.
# TYPE site24x7_monitor_latency_seconds gauge
site24x7_monitor_latency_seconds{monitor_type="URL",monitor_name="shop front",monitor_group="shop",location="New Jersey - US"} 0.624
site24x7_monitor_latency_seconds{monitor_type="URL",monitor_name="order API 2",monitor_group="shop",location="London - UK"} +Inf
site24x7_monitor_latency_seconds{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="shop",location="Toronto - CA"} 0.124
site24x7_monitor_latency_seconds{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="shop",location="Dubai - UAE"} 0.244
site24x7_monitor_latency_seconds{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="shop",location="Tel Aviv - IL"} 0.095
site24x7_monitor_latency_seconds{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="shop",location="Seoul - SK"} 0.205
site24x7_monitor_latency_seconds{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="shop",location="Zurich - CH"} 0.148
site24x7_monitor_latency_seconds{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="shop",location="Tokyo - JP"} 0.116
site24x7_monitor_latency_seconds{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="shop",location="Johannesburg - ZA"} 0.323
site24x7_monitor_latency_seconds{monitor_type="REALBROWSER",monitor_name="C:\\\\inetpub\\\\wwwroot",monitor_group="shop",location="Fremont-CA - US"} 4.127
site24x7_monitor_latency_seconds{monitor_type="REALBROWSER",monitor_name="C:\\\\inetpub\\\\wwwroot",monitor_group="shop",location="Tel Aviv - IL"} 4.469
site24x7_monitor_latency_seconds{monitor_type="REALBROWSER",monitor_name="C:\\\\inetpub\\\\wwwroot",monitor_group="shop",location="London - UK"} 2.92
site24x7_monitor_latency_seconds{monitor_type="REALBROWSER",monitor_name="C:\\\\inetpub\\\\wwwroot",monitor_group="shop",location="Stockholm - SWE"} 4.196
site24x7_monitor_latency_seconds{monitor_type="URL-SEQ",monitor_name="help centre 8",monitor_group="shop",location="London - UK"} 1.531
site24x7_monitor_latency_seconds{monitor_type="URL-SEQ",monitor_name="help centre 8",monitor_group="shop",location="Toronto - CA"} 2.538
site24x7_monitor_latency_seconds{monitor_type="URL-SEQ",monitor_name="help centre 8",monitor_group="shop",location="Buenos Aires - ARG"} 1.734
site24x7_monitor_latency_seconds{monitor_type="URL-SEQ",monitor_name="help centre 8",monitor_group="shop",location="Tokyo - JP"} 0.758
site24x7_monitor_latency_seconds{monitor_type="URL-SEQ",monitor_name="help centre 8",monitor_group="shop",location="Hong Kong - HK"} 1.982
site24x7_monitor_latency_seconds{monitor_type="URL-SEQ",monitor_name="help centre 8",monitor_group="shop",location="New Jersey - US"} 1.537
site24x7_monitor_latency_seconds{monitor_type="URL-SEQ",monitor_name="help centre 8",monitor_group="shop",location="Amsterdam - NL"} 1.596
site24x7_monitor_latency_seconds{monitor_type="RESTAPISEQ",monitor_name="two\\nlines<CR>\\nand a	tab",monitor_group="shop",location="Auckland - NZ"} 1.031
site24x7_monitor_latency_seconds{monitor_type="RESTAPISEQ",monitor_name="two\\nlines<CR>\\nand a	tab",monitor_group="shop",location="London - UK"} 1.815
site24x7_monitor_latency_seconds{monitor_type="RESTAPISEQ",monitor_name="two\\nlines<CR>\\nand a	tab",monitor_group="shop",location="Tokyo - JP"} 2.114
site24x7_monitor_latency_seconds{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="Corporate \\"site\\"",location="Toronto - CA"} 0.124
site24x7_monitor_latency_seconds{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="Corporate \\"site\\"",location="Dubai - UAE"} 0.244
site24x7_monitor_latency_seconds{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="Corporate \\"site\\"",location="Tel Aviv - IL"} 0.095
site24x7_monitor_latency_seconds{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="Corporate \\"site\\"",location="Seoul - SK"} 0.205
site24x7_monitor_latency_seconds{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="Corporate \\"site\\"",location="Zurich - CH"} 0.148
site24x7_monitor_latency_seconds{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="Corporate \\"site\\"",location="Tokyo - JP"} 0.116
site24x7_monitor_latency_seconds{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="Corporate \\"site\\"",location="Johannesburg - ZA"} 0.323
site24x7_monitor_latency_seconds{monitor_type="SMTP",monitor_name="shop front 20",monitor_group="Corporate \\"site\\"",location="Shanghai - CHN"} +Inf
site24x7_monitor_latency_seconds{monitor_type="SMTP",monitor_name="shop front 20",monitor_group="Corporate \\"site\\"",location="Atlantis - XX"} +Inf
site24x7_monitor_latency_seconds{monitor_type="SMTP",monitor_name="shop front 20",monitor_group="Corporate \\"site\\"",location="Queretaro - MEX"} +Inf
site24x7_monitor_latency_seconds{monitor_type="SMTP",monitor_name="shop front 20",monitor_group="Corporate \\"site\\"",location="Taipei - TW"} +Inf
site24x7_monitor_latency_seconds{monitor_type="SMTP",monitor_name="shop front 20",monitor_group="Corporate \\"site\\"",location="Sao Paulo - BR"} +Inf
site24x7_monitor_latency_seconds{monitor_type="SMTP",monitor_name="shop front 20",monitor_group="Corporate \\"site\\"",location="Paris - FR"} +Inf
site24x7_monitor_latency_seconds{monitor_type="URL",monitor_name="help centre 5",monitor_group="APIs \\\\ gateways",location="Mumbai - IN"} 0.08
site24x7_monitor_latency_seconds{monitor_type="RESTAPI",monitor_name="landing page 9",monitor_group="APIs \\\\ gateways",location="Tokyo - JP"} 0.773
site24x7_monitor_latency_seconds{monitor_type="RESTAPI",monitor_name="landing page 9",monitor_group="APIs \\\\ gateways",location="Hangzhou City - CHN"} 0.879
site24x7_monitor_latency_seconds{monitor_type="RESTAPI",monitor_name="landing page 9",monitor_group="APIs \\\\ gateways",location="Madrid - ES"} 0.844
site24x7_monitor_latency_seconds{monitor_type="RESTAPI",monitor_name="landing page 9",monitor_group="APIs \\\\ gateways",location="Sao Paulo - BR"} 0.792
site24x7_monitor_latency_seconds{monitor_type="RESTAPI",monitor_name="landing page 9",monitor_group="APIs \\\\ gateways",location="Tel Aviv - IL"} 0.339
site24x7_monitor_latency_seconds{monitor_type="RESTAPI",monitor_name="landing page 9",monitor_group="APIs \\\\ gateways",location="Singapore - SG"} 0.405
site24x7_monitor_latency_seconds{monitor_type="RESTAPI",monitor_name="landing page 9",monitor_group="APIs \\\\ gateways",location="Kuala Lumpur - MYS"} 0.643
site24x7_monitor_latency_seconds{monitor_type="RESTAPI",monitor_name="landing page 9",monitor_group="APIs \\\\ gateways",location="Taipei - TW"} 0.654
site24x7_monitor_latency_seconds{monitor_type="PORT",monitor_name="官方网站 首页",monitor_group="APIs \\\\ gateways",location="Sao Paulo - BR"} 1.446
site24x7_monitor_latency_seconds{monitor_type="PORT",monitor_name="官方网站 首页",monitor_group="APIs \\\\ gateways",location="Fremont-CA - US"} 1.462
site24x7_monitor_latency_seconds{monitor_type="PORT",monitor_name="官方网站 首页",monitor_group="APIs \\\\ gateways",location="Ireland - IE"} 2.859
site24x7_monitor_latency_seconds{monitor_type="PORT",monitor_name="官方网站 首页",monitor_group="APIs \\\\ gateways",location="Hangzhou City - CHN"} 2.535
site24x7_monitor_latency_seconds{monitor_type="PORT",monitor_name="官方网站 首页",monitor_group="APIs \\\\ gateways",location="New Jersey - US"} 1.28
site24x7_monitor_latency_seconds{monitor_type="PORT",monitor_name="官方网站 首页",monitor_group="APIs \\\\ gateways",location="London - UK"} 0.998
site24x7_monitor_latency_seconds{monitor_type="PORT",monitor_name="官方网站 首页",monitor_group="APIs \\\\ gateways",location="Paris - FR"} 2.68
site24x7_monitor_latency_seconds{monitor_type="PORT-POP",monitor_name="checkout flow 17",monitor_group="APIs \\\\ gateways",location="Kuala Lumpur - MYS"} +Inf
site24x7_monitor_latency_seconds{monitor_type="PORT-POP",monitor_name="checkout flow 17",monitor_group="APIs \\\\ gateways",location="Johannesburg - ZA"} +Inf
site24x7_monitor_latency_seconds{monitor_type="PORT-SMTP",monitor_name="checkout flow 18",monitor_group="APIs \\\\ gateways",location="Queretaro - MEX"} 1.331
site24x7_monitor_latency_seconds{monitor_type="PORT-SMTP",monitor_name="checkout flow 18",monitor_group="APIs \\\\ gateways",location="Copenhagen - DA"} 0.491
site24x7_monitor_latency_seconds{monitor_type="PORT-SMTP",monitor_name="checkout flow 18",monitor_group="APIs \\\\ gateways",location="Stockholm - SWE"} 1.166
site24x7_monitor_latency_seconds{monitor_type="PORT-SMTP",monitor_name="checkout flow 18",monitor_group="APIs \\\\ gateways",location="Sao Paulo - BR"} 0.387
site24x7_monitor_latency_seconds{monitor_type="PORT_FTP",monitor_name="long xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx tail.",monitor_group="APIs \\\\ gateways",location="Johannesburg - ZA"} 0.098
site24x7_monitor_latency_seconds{monitor_type="PORT_FTP",monitor_name="long xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx tail.",monitor_group="APIs \\\\ gateways",location="New Jersey - US"} 0.128
site24x7_monitor_latency_seconds{monitor_type="URL",monitor_name="payment gateway 4",monitor_group="mail & DNS",location="Amsterdam - NL"} 0.991
site24x7_monitor_latency_seconds{monitor_type="URL",monitor_name="payment gateway 4",monitor_group="mail & DNS",location="Frankfurt - DE"} +Inf
site24x7_monitor_latency_seconds{monitor_type="URL",monitor_name="payment gateway 4",monitor_group="mail & DNS",location="Shanghai - CHN"} +Inf
site24x7_monitor_latency_seconds{monitor_type="HOMEPAGE",monitor_name="landing page 6",monitor_group="mail & DNS",location="Sydney - AUS"} 0.083
site24x7_monitor_latency_seconds{monitor_type="HOMEPAGE",monitor_name="landing page 6",monitor_group="mail & DNS",location="Singapore - SG"} 0.224
site24x7_monitor_latency_seconds{monitor_type="HOMEPAGE",monitor_name="landing page 6",monitor_group="mail & DNS",location="Fremont-CA - US"} 0.091
site24x7_monitor_latency_seconds{monitor_type="HOMEPAGE",monitor_name="landing page 6",monitor_group="mail & DNS",location="London - UK"} 0.21
site24x7_monitor_latency_seconds{monitor_type="HOMEPAGE",monitor_name="landing page 6",monitor_group="mail & DNS",location="Amsterdam - NL"} 0.109
site24x7_monitor_latency_seconds{monitor_type="PING",monitor_name="shop front 1",monitor_group="mail & DNS",location="Dubai - UAE"} 0.104
site24x7_monitor_latency_seconds{monitor_type="PING",monitor_name="shop front 1",monitor_group="mail & DNS",location="Singapore - SG"} 0.229
site24x7_monitor_latency_seconds{monitor_type="PING",monitor_name="shop front 1",monitor_group="mail & DNS",location="Atlantis - XX"} 0.165
site24x7_monitor_latency_seconds{monitor_type="PING",monitor_name="shop front 1",monitor_group="mail & DNS",location="Texas - US"} 0.25
site24x7_monitor_latency_seconds{monitor_type="PING",monitor_name="shop front 1",monitor_group="mail & DNS",location="Tel Aviv - IL"} 0.149
site24x7_monitor_latency_seconds{monitor_type="FTP",monitor_name="shop front 21",monitor_group="",location="New Jersey - US"} 1.038
site24x7_monitor_latency_seconds{monitor_type="FTP",monitor_name="shop front 21",monitor_group="",location="Kuala Lumpur - MYS"} 0.516
site24x7_monitor_latency_seconds{monitor_type="FTP",monitor_name="shop front 21",monitor_group="",location="Zurich - CH"} 1.14
site24x7_monitor_latency_seconds{monitor_type="FTP",monitor_name="shop front 21",monitor_group="",location="Taipei - TW"} 0.685
site24x7_monitor_latency_seconds{monitor_type="FTP",monitor_name="shop front 21",monitor_group="",location="Fremont-CA - US"} 0.585
site24x7_monitor_latency_seconds{monitor_type="FTP",monitor_name="shop front 21",monitor_group="",location="Frankfurt - DE"} 1.563
site24x7_monitor_latency_seconds{monitor_type="FTP",monitor_name="shop front 21",monitor_group="",location="Buenos Aires - ARG"} 0.588
site24x7_monitor_latency_seconds{monitor_type="ISP",monitor_name="status page 24",monitor_group="",location="Taipei - TW"} 0.026
site24x7_monitor_latency_seconds{monitor_type="ISP",monitor_name="status page 24",monitor_group="",location="Dubai - UAE"} 0.045
site24x7_monitor_latency_seconds{monitor_type="ISP",monitor_name="status page 24",monitor_group="",location="Hong Kong - HK"} 0.07
# HELP site24x7_monitor_mtbf_seconds Mean time between failures of the monitor within the window, in the zone of the account, from availability_details[].mtbf; to the minute from an hour on. Cached.
# TYPE site24x7_monitor_mtbf_seconds gauge
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000000",window="30d"} 1293900
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000003",window="30d"} 428460
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000006",window="30d"} 1294740
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000009",window="30d"} 366660
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000012",window="30d"} 516780
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000015",window="30d"} 2592000
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000018",window="30d"} 1294140
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000021",window="30d"} 2592000
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000024",window="30d"} 647820
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000027",window="30d"} 284280
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000030",window="30d"} 2592000
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000033",window="30d"} 863760
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000036",window="30d"} 431040
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000039",window="30d"} 2592000
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000042",window="30d"} 1293540
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000045",window="30d"} 515460
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000048",window="30d"} 2592000
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000051",window="30d"} 863760
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000054",window="30d"} 430920
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000057",window="30d"} 2592000
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000060",window="30d"} 861720
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000063",window="30d"} 862680
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000066",window="30d"} 645240
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000069",window="30d"} 644820
site24x7_monitor_mtbf_seconds{monitor_id="298390219662000072",window="30d"} 322620
# HELP site24x7_monitor_mttr_seconds Mean time to repair of the monitor within the window, in the zone of the account, from availability_details[].mttr; to the minute from an hour on. Cached.
# TYPE site24x7_monitor_mttr_seconds gauge
site24x7_monitor_mttr_seconds{monitor_id="298390219662000000",window="30d"} 4140
site24x7_monitor_mttr_seconds{monitor_id="298390219662000003",window="30d"} 4140
site24x7_monitor_mttr_seconds{monitor_id="298390219662000006",window="30d"} 2497
site24x7_monitor_mttr_seconds{monitor_id="298390219662000009",window="30d"} 4200
site24x7_monitor_mttr_seconds{monitor_id="298390219662000012",window="30d"} 1986
site24x7_monitor_mttr_seconds{monitor_id="298390219662000015",window="30d"} 0
site24x7_monitor_mttr_seconds{monitor_id="298390219662000018",window="30d"} 3600
site24x7_monitor_mttr_seconds{monitor_id="298390219662000021",window="30d"} 0
site24x7_monitor_mttr_seconds{monitor_id="298390219662000024",window="30d"} 167
site24x7_monitor_mttr_seconds{monitor_id="298390219662000027",window="30d"} 4140
site24x7_monitor_mttr_seconds{monitor_id="298390219662000030",window="30d"} 0
site24x7_monitor_mttr_seconds{monitor_id="298390219662000033",window="30d"} 336
site24x7_monitor_mttr_seconds{monitor_id="298390219662000036",window="30d"} 1107
site24x7_monitor_mttr_seconds{monitor_id="298390219662000039",window="30d"} 0
site24x7_monitor_mttr_seconds{monitor_id="298390219662000042",window="30d"} 4800
site24x7_monitor_mttr_seconds{monitor_id="298390219662000045",window="30d"} 3600
site24x7_monitor_mttr_seconds{monitor_id="298390219662000048",window="30d"} 0
site24x7_monitor_mttr_seconds{monitor_id="298390219662000051",window="30d"} 296
site24x7_monitor_mttr_seconds{monitor_id="298390219662000054",window="30d"} 1233
site24x7_monitor_mttr_seconds{monitor_id="298390219662000057",window="30d"} 0
site24x7_monitor_mttr_seconds{monitor_id="298390219662000060",window="30d"} 3385
site24x7_monitor_mttr_seconds{monitor_id="298390219662000063",window="30d"} 1971
site24x7_monitor_mttr_seconds{monitor_id="298390219662000066",window="30d"} 3600
site24x7_monitor_mttr_seconds{monitor_id="298390219662000069",window="30d"} 4140
site24x7_monitor_mttr_seconds{monitor_id="298390219662000072",window="30d"} 1549
# HELP site24x7_monitor_outage_start_timestamp_seconds Unix time at which the running outage began, from monitors[].outage_id; present only while there is one. Cached.
# TYPE site24x7_monitor_outage_start_timestamp_seconds gauge
site24x7_monitor_outage_start_timestamp_seconds{monitor_id="298390219662000006"} 1766016000
site24x7_monitor_outage_start_timestamp_seconds{monitor_id="298390219662000027"} 1767301200
site24x7_monitor_outage_start_timestamp_seconds{monitor_id="298390219662000012"} 1767308400
site24x7_monitor_outage_start_timestamp_seconds{monitor_id="298390219662000018"} 1767321600
# HELP site24x7_monitor_outages Outages of the monitor within the window, in the zone of the account, from availability_details[].down_count; the window moves, so it also falls. Cached.
# TYPE site24x7_monitor_outages gauge
site24x7_monitor_outages{monitor_id="298390219662000000",window="30d"} 1
site24x7_monitor_outages{monitor_id="298390219662000003",window="30d"} 5
site24x7_monitor_outages{monitor_id="298390219662000006",window="30d"} 1
site24x7_monitor_outages{monitor_id="298390219662000009",window="30d"} 6
site24x7_monitor_outages{monitor_id="298390219662000012",window="30d"} 4
site24x7_monitor_outages{monitor_id="298390219662000015",window="30d"} 0
site24x7_monitor_outages{monitor_id="298390219662000018",window="30d"} 1
site24x7_monitor_outages{monitor_id="298390219662000021",window="30d"} 0
site24x7_monitor_outages{monitor_id="298390219662000024",window="30d"} 3
site24x7_monitor_outages{monitor_id="298390219662000027",window="30d"} 8
site24x7_monitor_outages{monitor_id="298390219662000030",window="30d"} 0
site24x7_monitor_outages{monitor_id="298390219662000033",window="30d"} 2
site24x7_monitor_outages{monitor_id="298390219662000036",window="30d"} 5
site24x7_monitor_outages{monitor_id="298390219662000039",window="30d"} 0
site24x7_monitor_outages{monitor_id="298390219662000042",window="30d"} 1
site24x7_monitor_outages{monitor_id="298390219662000045",window="30d"} 4
site24x7_monitor_outages{monitor_id="298390219662000048",window="30d"} 0
site24x7_monitor_outages{monitor_id="298390219662000051",window="30d"} 2
site24x7_monitor_outages{monitor_id="298390219662000054",window="30d"} 5
site24x7_monitor_outages{monitor_id="298390219662000057",window="30d"} 0
site24x7_monitor_outages{monitor_id="298390219662000060",window="30d"} 2
site24x7_monitor_outages{monitor_id="298390219662000063",window="30d"} 2
site24x7_monitor_outages{monitor_id="298390219662000066",window="30d"} 3
site24x7_monitor_outages{monitor_id="298390219662000069",window="30d"} 3
site24x7_monitor_outages{monitor_id="298390219662000072",window="30d"} 7
# HELP site24x7_monitor_status Status code of the monitor as a whole, from monitors[].status. Cached.
# TYPE site24x7_monitor_status gauge
site24x7_monitor_status{monitor_id="298390219662000000"} 1
site24x7_monitor_status{monitor_id="298390219662000003"} 1
site24x7_monitor_status{monitor_id="298390219662000006"} 0
site24x7_monitor_status{monitor_id="298390219662000009"} 1
site24x7_monitor_status{monitor_id="298390219662000021"} 1
site24x7_monitor_status{monitor_id="298390219662000024"} 1
site24x7_monitor_status{monitor_id="298390219662000030"} 1
site24x7_monitor_status{monitor_id="298390219662000066"} 1
site24x7_monitor_status{monitor_id="298390219662000069"} 1
site24x7_monitor_status{monitor_id="298390219662000060"} 10
site24x7_monitor_status{monitor_id="298390219662000015"} 1
site24x7_monitor_status{monitor_id="298390219662000027"} 3
site24x7_monitor_status{monitor_id="298390219662000048"} 1
site24x7_monitor_status{monitor_id="298390219662000051"} 9
site24x7_monitor_status{monitor_id="298390219662000054"} 1
site24x7_monitor_status{monitor_id="298390219662000057"} 1
site24x7_monitor_status{monitor_id="298390219662000012"} 0
site24x7_monitor_status{monitor_id="298390219662000018"} 2
site24x7_monitor_status{monitor_id="298390219662000036"} 1
site24x7_monitor_status{monitor_id="298390219662000045"} 1
site24x7_monitor_status{monitor_id="298390219662000039"} 1
site24x7_monitor_status{monitor_id="298390219662000042"} 7
site24x7_monitor_status{monitor_id="298390219662000063"} 1
site24x7_monitor_status{monitor_id="298390219662000072"} 1
# HELP site24x7_monitor_tag_info Tags of a monitor, from monitors[].tags; the value is always 1. Cached.
# TYPE site24x7_monitor_tag_info gauge
site24x7_monitor_tag_info{monitor_id="298390219662000000",key="team",value=""} 1
site24x7_monitor_tag_info{monitor_id="298390219662000000",key="env",value="prod"} 1
site24x7_monitor_tag_info{monitor_id="298390219662000000",key="env",value="eu:blue:2"} 1
site24x7_monitor_tag_info{monitor_id="298390219662000006",key="critical",value=""} 1
site24x7_monitor_tag_info{monitor_id="298390219662000030",key="env",value="staging"} 1
site24x7_monitor_tag_info{monitor_id="298390219662000030",key="owner",value="web \\"platform\\""} 1
site24x7_monitor_tag_info{monitor_id="298390219662000069",key="team",value=""} 1
site24x7_monitor_tag_info{monitor_id="298390219662000069",key="env",value="prod"} 1
site24x7_monitor_tag_info{monitor_id="298390219662000069",key="env",value="eu:blue:2"} 1
site24x7_monitor_tag_info{monitor_id="298390219662000060",key="env",value="prod"} 1
site24x7_monitor_tag_info{monitor_id="298390219662000054",key="critical",value=""} 1
site24x7_monitor_tag_info{monitor_id="298390219662000057",key="env",value="staging"} 1
site24x7_monitor_tag_info{monitor_id="298390219662000057",key="owner",value="web \\"platform\\""} 1
site24x7_monitor_tag_info{monitor_id="298390219662000012",key="critical",value=""} 1
site24x7_monitor_tag_info{monitor_id="298390219662000036",key="critical",value=""} 1
site24x7_monitor_tag_info{monitor_id="298390219662000045",key="team",value=""} 1
site24x7_monitor_tag_info{monitor_id="298390219662000045",key="env",value="prod"} 1
site24x7_monitor_tag_info{monitor_id="298390219662000045",key="env",value="eu:blue:2"} 1
site24x7_monitor_tag_info{monitor_id="298390219662000042",key="env",value="staging"} 1
site24x7_monitor_tag_info{monitor_id="298390219662000042",key="owner",value="web \\"platform\\""} 1
# HELP site24x7_monitor_timeout_seconds Time that a check may take, from monitors[].timeout. Cached.
# TYPE site24x7_monitor_timeout_seconds gauge
site24x7_monitor_timeout_seconds{monitor_id="298390219662000000"} 10
site24x7_monitor_timeout_seconds{monitor_id="298390219662000003"} 20
site24x7_monitor_timeout_seconds{monitor_id="298390219662000006"} 20
site24x7_monitor_timeout_seconds{monitor_id="298390219662000009"} 20
site24x7_monitor_timeout_seconds{monitor_id="298390219662000012"} 10
site24x7_monitor_timeout_seconds{monitor_id="298390219662000015"} 30
site24x7_monitor_timeout_seconds{monitor_id="298390219662000018"} 10
site24x7_monitor_timeout_seconds{monitor_id="298390219662000021"} 30
site24x7_monitor_timeout_seconds{monitor_id="298390219662000024"} 20
site24x7_monitor_timeout_seconds{monitor_id="298390219662000027"} 20
site24x7_monitor_timeout_seconds{monitor_id="298390219662000030"} 30
site24x7_monitor_timeout_seconds{monitor_id="298390219662000033"} 20
site24x7_monitor_timeout_seconds{monitor_id="298390219662000036"} 20
site24x7_monitor_timeout_seconds{monitor_id="298390219662000039"} 10
site24x7_monitor_timeout_seconds{monitor_id="298390219662000042"} 10
site24x7_monitor_timeout_seconds{monitor_id="298390219662000045"} 30
site24x7_monitor_timeout_seconds{monitor_id="298390219662000048"} 20
site24x7_monitor_timeout_seconds{monitor_id="298390219662000051"} 30
site24x7_monitor_timeout_seconds{monitor_id="298390219662000054"} 20
site24x7_monitor_timeout_seconds{monitor_id="298390219662000057"} 10
site24x7_monitor_timeout_seconds{monitor_id="298390219662000060"} 10
site24x7_monitor_timeout_seconds{monitor_id="298390219662000063"} 30
site24x7_monitor_timeout_seconds{monitor_id="298390219662000066"} 20
site24x7_monitor_timeout_seconds{monitor_id="298390219662000069"} 10
site24x7_monitor_timeout_seconds{monitor_id="298390219662000072"} 20
# HELP site24x7_monitor_up Status code of the monitor at the location, from locations[].status: 0 down, 1 up, 2 trouble, 3 critical, 5 suspended, 7 maintenance, 9 discovery, 10 configuration error. Cached.
# TYPE site24x7_monitor_up gauge
site24x7_monitor_up{monitor_type="URL",monitor_name="shop front",monitor_group="shop",location="New Jersey - US"} 1
site24x7_monitor_up{monitor_type="URL",monitor_name="order API 2",monitor_group="shop",location="London - UK"} 0
site24x7_monitor_up{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="shop",location="Toronto - CA"} 1
site24x7_monitor_up{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="shop",location="Dubai - UAE"} 1
site24x7_monitor_up{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="shop",location="Tel Aviv - IL"} 1
site24x7_monitor_up{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="shop",location="Seoul - SK"} 1
site24x7_monitor_up{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="shop",location="Zurich - CH"} 1
site24x7_monitor_up{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="shop",location="Tokyo - JP"} 1
site24x7_monitor_up{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="shop",location="Johannesburg - ZA"} 1
site24x7_monitor_up{monitor_type="REALBROWSER",monitor_name="C:\\\\inetpub\\\\wwwroot",monitor_group="shop",location="Fremont-CA - US"} 1
site24x7_monitor_up{monitor_type="REALBROWSER",monitor_name="C:\\\\inetpub\\\\wwwroot",monitor_group="shop",location="Copenhagen - DA"} 1
site24x7_monitor_up{monitor_type="REALBROWSER",monitor_name="C:\\\\inetpub\\\\wwwroot",monitor_group="shop",location="Tel Aviv - IL"} 1
site24x7_monitor_up{monitor_type="REALBROWSER",monitor_name="C:\\\\inetpub\\\\wwwroot",monitor_group="shop",location="London - UK"} 1
site24x7_monitor_up{monitor_type="REALBROWSER",monitor_name="C:\\\\inetpub\\\\wwwroot",monitor_group="shop",location="Stockholm - SWE"} 1
site24x7_monitor_up{monitor_type="URL-SEQ",monitor_name="help centre 8",monitor_group="shop",location="London - UK"} 1
site24x7_monitor_up{monitor_type="URL-SEQ",monitor_name="help centre 8",monitor_group="shop",location="Toronto - CA"} 1
site24x7_monitor_up{monitor_type="URL-SEQ",monitor_name="help centre 8",monitor_group="shop",location="Buenos Aires - ARG"} 1
site24x7_monitor_up{monitor_type="URL-SEQ",monitor_name="help centre 8",monitor_group="shop",location="Tokyo - JP"} 1
site24x7_monitor_up{monitor_type="URL-SEQ",monitor_name="help centre 8",monitor_group="shop",location="Taipei - TW"} 1
site24x7_monitor_up{monitor_type="URL-SEQ",monitor_name="help centre 8",monitor_group="shop",location="Hong Kong - HK"} 1
site24x7_monitor_up{monitor_type="URL-SEQ",monitor_name="help centre 8",monitor_group="shop",location="New Jersey - US"} 1
site24x7_monitor_up{monitor_type="URL-SEQ",monitor_name="help centre 8",monitor_group="shop",location="Amsterdam - NL"} 1
site24x7_monitor_up{monitor_type="RESTAPISEQ",monitor_name="two\\nlines<CR>\\nand a	tab",monitor_group="shop",location="Auckland - NZ"} 1
site24x7_monitor_up{monitor_type="RESTAPISEQ",monitor_name="two\\nlines<CR>\\nand a	tab",monitor_group="shop",location="London - UK"} 1
site24x7_monitor_up{monitor_type="RESTAPISEQ",monitor_name="two\\nlines<CR>\\nand a	tab",monitor_group="shop",location="Tokyo - JP"} 1
site24x7_monitor_up{monitor_type="UDP",monitor_name="trailing spaces   ",monitor_group="shop",location="Shanghai - CHN"} 1
site24x7_monitor_up{monitor_type="UDP",monitor_name="trailing spaces   ",monitor_group="shop",location="Mumbai - IN"} 1
site24x7_monitor_up{monitor_type="RBL",monitor_name="help centre 23",monitor_group="shop",location="Ireland - IE"} 1
site24x7_monitor_up{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="Corporate \\"site\\"",location="Toronto - CA"} 1
site24x7_monitor_up{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="Corporate \\"site\\"",location="Dubai - UAE"} 1
site24x7_monitor_up{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="Corporate \\"site\\"",location="Tel Aviv - IL"} 1
site24x7_monitor_up{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="Corporate \\"site\\"",location="Seoul - SK"} 1
site24x7_monitor_up{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="Corporate \\"site\\"",location="Zurich - CH"} 1
site24x7_monitor_up{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="Corporate \\"site\\"",location="Tokyo - JP"} 1
site24x7_monitor_up{monitor_type="URL",monitor_name="checkout \\"express\\" flow",monitor_group="Corporate \\"site\\"",location="Johannesburg - ZA"} 1
site24x7_monitor_up{monitor_type="SMTP",monitor_name="shop front 20",monitor_group="Corporate \\"site\\"",location="Shanghai - CHN"} 10
site24x7_monitor_up{monitor_type="SMTP",monitor_name="shop front 20",monitor_group="Corporate \\"site\\"",location="Atlantis - XX"} 10
site24x7_monitor_up{monitor_type="SMTP",monitor_name="shop front 20",monitor_group="Corporate \\"site\\"",location="Queretaro - MEX"} 10
site24x7_monitor_up{monitor_type="SMTP",monitor_name="shop front 20",monitor_group="Corporate \\"site\\"",location="Taipei - TW"} 10
site24x7_monitor_up{monitor_type="SMTP",monitor_name="shop front 20",monitor_group="Corporate \\"site\\"",location="Sao Paulo - BR"} 10
site24x7_monitor_up{monitor_type="SMTP",monitor_name="shop front 20",monitor_group="Corporate \\"site\\"",location="Paris - FR"} 10
site24x7_monitor_up{monitor_type="URL",monitor_name="help centre 5",monitor_group="APIs \\\\ gateways",location="Mumbai - IN"} 1
site24x7_monitor_up{monitor_type="URL",monitor_name="help centre 5",monitor_group="APIs \\\\ gateways",location="Copenhagen - DA"} 1
site24x7_monitor_up{monitor_type="RESTAPI",monitor_name="landing page 9",monitor_group="APIs \\\\ gateways",location="Tokyo - JP"} 3
site24x7_monitor_up{monitor_type="RESTAPI",monitor_name="landing page 9",monitor_group="APIs \\\\ gateways",location="Hangzhou City - CHN"} 3
site24x7_monitor_up{monitor_type="RESTAPI",monitor_name="landing page 9",monitor_group="APIs \\\\ gateways",location="Madrid - ES"} 3
site24x7_monitor_up{monitor_type="RESTAPI",monitor_name="landing page 9",monitor_group="APIs \\\\ gateways",location="Sao Paulo - BR"} 3
site24x7_monitor_up{monitor_type="RESTAPI",monitor_name="landing page 9",monitor_group="APIs \\\\ gateways",location="Tel Aviv - IL"} 3
site24x7_monitor_up{monitor_type="RESTAPI",monitor_name="landing page 9",monitor_group="APIs \\\\ gateways",location="Singapore - SG"} 3
site24x7_monitor_up{monitor_type="RESTAPI",monitor_name="landing page 9",monitor_group="APIs \\\\ gateways",location="Kuala Lumpur - MYS"} 3
site24x7_monitor_up{monitor_type="RESTAPI",monitor_name="landing page 9",monitor_group="APIs \\\\ gateways",location="Taipei - TW"} 3
site24x7_monitor_up{monitor_type="PORT",monitor_name="官方网站 首页",monitor_group="APIs \\\\ gateways",location="Sao Paulo - BR"} 1
site24x7_monitor_up{monitor_type="PORT",monitor_name="官方网站 首页",monitor_group="APIs \\\\ gateways",location="Fremont-CA - US"} 1
site24x7_monitor_up{monitor_type="PORT",monitor_name="官方网站 首页",monitor_group="APIs \\\\ gateways",location="Ireland - IE"} 1
site24x7_monitor_up{monitor_type="PORT",monitor_name="官方网站 首页",monitor_group="APIs \\\\ gateways",location="Hangzhou City - CHN"} 1
site24x7_monitor_up{monitor_type="PORT",monitor_name="官方网站 首页",monitor_group="APIs \\\\ gateways",location="New Jersey - US"} 1
site24x7_monitor_up{monitor_type="PORT",monitor_name="官方网站 首页",monitor_group="APIs \\\\ gateways",location="London - UK"} 1
site24x7_monitor_up{monitor_type="PORT",monitor_name="官方网站 首页",monitor_group="APIs \\\\ gateways",location="Paris - FR"} 1
site24x7_monitor_up{monitor_type="PORT-POP",monitor_name="checkout flow 17",monitor_group="APIs \\\\ gateways",location="Kuala Lumpur - MYS"} 9
site24x7_monitor_up{monitor_type="PORT-POP",monitor_name="checkout flow 17",monitor_group="APIs \\\\ gateways",location="Johannesburg - ZA"} 10
site24x7_monitor_up{monitor_type="PORT-SMTP",monitor_name="checkout flow 18",monitor_group="APIs \\\\ gateways",location="Queretaro - MEX"} 1
site24x7_monitor_up{monitor_type="PORT-SMTP",monitor_name="checkout flow 18",monitor_group="APIs \\\\ gateways",location="Copenhagen - DA"} 1
site24x7_monitor_up{monitor_type="PORT-SMTP",monitor_name="checkout flow 18",monitor_group="APIs \\\\ gateways",location="Stockholm - SWE"} 1
site24x7_monitor_up{monitor_type="PORT-SMTP",monitor_name="checkout flow 18",monitor_group="APIs \\\\ gateways",location="Sao Paulo - BR"} 1
site24x7_monitor_up{monitor_type="PORT_FTP",monitor_name="long xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx tail.",monitor_group="APIs \\\\ gateways",location="Johannesburg - ZA"} 1
site24x7_monitor_up{monitor_type="PORT_FTP",monitor_name="long xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx tail.",monitor_group="APIs \\\\ gateways",location="New Jersey - US"} 1
site24x7_monitor_up{monitor_type="URL",monitor_name="payment gateway 4",monitor_group="mail & DNS",location="Amsterdam - NL"} 1
site24x7_monitor_up{monitor_type="URL",monitor_name="payment gateway 4",monitor_group="mail & DNS",location="Frankfurt - DE"} 0
site24x7_monitor_up{monitor_type="URL",monitor_name="payment gateway 4",monitor_group="mail & DNS",location="Shanghai - CHN"} 0
site24x7_monitor_up{monitor_type="HOMEPAGE",monitor_name="landing page 6",monitor_group="mail & DNS",location="Sydney - AUS"} 2
site24x7_monitor_up{monitor_type="HOMEPAGE",monitor_name="landing page 6",monitor_group="mail & DNS",location="Singapore - SG"} 2
site24x7_monitor_up{monitor_type="HOMEPAGE",monitor_name="landing page 6",monitor_group="mail & DNS",location="Fremont-CA - US"} 2
site24x7_monitor_up{monitor_type="HOMEPAGE",monitor_name="landing page 6",monitor_group="mail & DNS",location="London - UK"} 2
site24x7_monitor_up{monitor_type="HOMEPAGE",monitor_name="landing page 6",monitor_group="mail & DNS",location="Amsterdam - NL"} 2
site24x7_monitor_up{monitor_type="SSL_CERT",monitor_name="help centre 12",monitor_group="mail & DNS",location="Buenos Aires - ARG"} 1
site24x7_monitor_up{monitor_type="SSL_CERT",monitor_name="help centre 12",monitor_group="mail & DNS",location="Madrid - ES"} 1
site24x7_monitor_up{monitor_type="SSL_CERT",monitor_name="help centre 12",monitor_group="mail & DNS",location="Queretaro - MEX"} 1
site24x7_monitor_up{monitor_type="SSL_CERT",monitor_name="help centre 12",monitor_group="mail & DNS",location="Auckland - NZ"} 1
site24x7_monitor_up{monitor_type="SSL_CERT",monitor_name="help centre 12",monitor_group="mail & DNS",location="Copenhagen - DA"} 1
site24x7_monitor_up{monitor_type="SSL_CERT",monitor_name="help centre 12",monitor_group="mail & DNS",location="Taipei - TW"} 1
site24x7_monitor_up{monitor_type="SSL_CERT",monitor_name="help centre 12",monitor_group="mail & DNS",location="Stockholm - SWE"} 1
site24x7_monitor_up{monitor_type="SSL_CERT",monitor_name="help centre 12",monitor_group="mail & DNS",location="Texas - US"} 1
site24x7_monitor_up{monitor_type="PING",monitor_name="shop front 1",monitor_group="mail & DNS",location="Dubai - UAE"} 1
site24x7_monitor_up{monitor_type="PING",monitor_name="shop front 1",monitor_group="mail & DNS",location="Singapore - SG"} 1
site24x7_monitor_up{monitor_type="PING",monitor_name="shop front 1",monitor_group="mail & DNS",location="Atlantis - XX"} 1
site24x7_monitor_up{monitor_type="PING",monitor_name="shop front 1",monitor_group="mail & DNS",location="Texas - US"} 1
site24x7_monitor_up{monitor_type="PING",monitor_name="shop front 1",monitor_group="mail & DNS",location="Tel Aviv - IL"} 1
site24x7_monitor_up{monitor_type="DOMAINEXPIRY",monitor_name="Café ☕ münchen 🏴‍☠️",monitor_group="",location=""} 1
site24x7_monitor_up{monitor_type="DNS",monitor_name="shop front 14",monitor_group="",location="Tokyo - JP"} 7
site24x7_monitor_up{monitor_type="DNS",monitor_name="shop front 14",monitor_group="",location="Stockholm - SWE"} 7
site24x7_monitor_up{monitor_type="DNS",monitor_name="shop front 14",monitor_group="",location="Hangzhou City - CHN"} 7
site24x7_monitor_up{monitor_type="DNS",monitor_name="shop front 14",monitor_group="",location="Toronto - CA"} 7
site24x7_monitor_up{monitor_type="DNS",monitor_name="shop front 14",monitor_group="",location="Madrid - ES"} 7
site24x7_monitor_up{monitor_type="DNS",monitor_name="shop front 14",monitor_group="",location="Sydney - AUS"} 7
site24x7_monitor_up{monitor_type="DNS",monitor_name="shop front 14",monitor_group="",location="Sao Paulo - BR"} 7
site24x7_monitor_up{monitor_type="FTP",monitor_name="shop front 21",monitor_group="",location="New Jersey - US"} 1
site24x7_monitor_up{monitor_type="FTP",monitor_name="shop front 21",monitor_group="",location="Kuala Lumpur - MYS"} 1
site24x7_monitor_up{monitor_type="FTP",monitor_name="shop front 21",monitor_group="",location="Zurich - CH"} 1
site24x7_monitor_up{monitor_type="FTP",monitor_name="shop front 21",monitor_group="",location="Taipei - TW"} 1
site24x7_monitor_up{monitor_type="FTP",monitor_name="shop front 21",monitor_group="",location="Fremont-CA - US"} 1
site24x7_monitor_up{monitor_type="FTP",monitor_name="shop front 21",monitor_group="",location="Frankfurt - DE"} 1
site24x7_monitor_up{monitor_type="FTP",monitor_name="shop front 21",monitor_group="",location="Buenos Aires - ARG"} 1
site24x7_monitor_up{monitor_type="ISP",monitor_name="status page 24",monitor_group="",location="Taipei - TW"} 1
site24x7_monitor_up{monitor_type="ISP",monitor_name="status page 24",monitor_group="",location="Dubai - UAE"} 1
site24x7_monitor_up{monitor_type="ISP",monitor_name="status page 24",monitor_group="",location="Hong Kong - HK"} 1
# HELP site24x7_monitors How many monitors have the status, from monitors[].status. Cached.
# TYPE site24x7_monitors gauge
site24x7_monitors{status="down"} 2
site24x7_monitors{status="up"} 17
site24x7_monitors{status="trouble"} 1
site24x7_monitors{status="critical"} 1
site24x7_monitors{status="maintenance"} 1
site24x7_monitors{status="discovery"} 1
site24x7_monitors{status="configuration_error"} 1
# HELP site24x7_poller_info A poller of the account itself, whose location_id is the id of its monitor, from onpremise_pollers[] and mobile_pollers[] of the location template; the value is always 1. Cached.
# TYPE site24x7_poller_info gauge
site24x7_poller_info{monitor_id="300000000060001",poller="cellar",kind="on_premise"} 1
# HELP site24x7_sla_achieved_ratio What was achieved of the service level for the last 30 days; resource_id is the monitor or group it is for; from sla_achieved and achieved of the SLA reports. Cached.
# TYPE site24x7_sla_achieved_ratio gauge
site24x7_sla_achieved_ratio{sla_id="300000000070001",sla_name="gold",kind="availability",resource_id="298390219662000000"} 0.9972
site24x7_sla_achieved_ratio{sla_id="300000000070001",sla_name="gold",kind="availability",resource_id="298390219662000003"} 0.9997
site24x7_sla_achieved_ratio{sla_id="300000000070001",sla_name="gold",kind="response",resource_id="298390219662000000"} 0.9972
site24x7_sla_achieved_ratio{sla_id="300000000070001",sla_name="gold",kind="response",resource_id="298390219662000003"} 0.9997
site24x7_sla_achieved_ratio{sla_id="300000000070002",sla_name="whole shop",kind="composite",resource_id="298390219662000000"} 0.9993
# HELP site24x7_sla_target_ratio What was agreed as the service level for the last 30 days; resource_id is the monitor or group it is for; from sla_expected and expected of the SLA reports. Cached.
# TYPE site24x7_sla_target_ratio gauge
site24x7_sla_target_ratio{sla_id="300000000070001",sla_name="gold",kind="availability",resource_id="298390219662000000"} 0.999
site24x7_sla_target_ratio{sla_id="300000000070001",sla_name="gold",kind="availability",resource_id="298390219662000003"} 0.999
site24x7_sla_target_ratio{sla_id="300000000070001",sla_name="gold",kind="response",resource_id="298390219662000000"} 0.999
site24x7_sla_target_ratio{sla_id="300000000070001",sla_name="gold",kind="response",resource_id="298390219662000003"} 0.999
site24x7_sla_target_ratio{sla_id="300000000070002",sla_name="whole shop",kind="composite",resource_id="298390219662000000"} 0.995
# HELP site24x7_ssl_certificate_expiry_timestamp_seconds Unix time of the day on which the TLS certificate ends, from fqdn_details[].ssl_expiry_days, in whole days from the day of info.generated_time, so good to a day. Cached.
# TYPE site24x7_ssl_certificate_expiry_timestamp_seconds gauge
site24x7_ssl_certificate_expiry_timestamp_seconds{name="shop front",monitor_type="URL"} 1763490600
site24x7_ssl_certificate_expiry_timestamp_seconds{name="order API 2",monitor_type="URL"} 1771007400
site24x7_ssl_certificate_expiry_timestamp_seconds{name="checkout \\"express\\" flow",monitor_type="URL"} 1767637800
site24x7_ssl_certificate_expiry_timestamp_seconds{name="payment gateway 4",monitor_type="URL"} 1774463400
site24x7_ssl_certificate_expiry_timestamp_seconds{name="help centre 5",monitor_type="URL"} 1768415400
site24x7_ssl_certificate_expiry_timestamp_seconds{name="help centre 12",monitor_type="SSL_CERT"} 1774895400
`

exports[`test/app/golden.test.ts > TAP > the places > must match snapshot 1`] = `
[{"key":"Amsterdam - NL","latitude":52.37403,"longitude":4.88969,"name":"Amsterdam - NL"},
{"key":"Atlanta - US","latitude":33.749,"longitude":-84.38798,"name":"Atlanta - US"},
{"key":"Auckland - NZ","latitude":-36.84853,"longitude":174.76349,"name":"Auckland - NZ"},
{"key":"Bangkok - TH","latitude":13.75398,"longitude":100.50144,"name":"Bangkok - TH"},
{"key":"Barcelona - ES","latitude":41.38879,"longitude":2.15899,"name":"Barcelona - ES"},
{"key":"Beijing - CHN","latitude":39.918722,"longitude":116.390186,"name":"Beijing - CHN"},
{"key":"Bengaluru - IN","latitude":12.97194,"longitude":77.59369,"name":"Bengaluru - IN"},
{"key":"Brussels - BE","latitude":50.85045,"longitude":4.34878,"name":"Brussels - BE"},
{"key":"Bucharest - RO","latitude":44.43225,"longitude":26.10626,"name":"Bucharest - RO"},
{"key":"Buenos Aires - ARG","latitude":-34.61315,"longitude":-58.37723,"name":"Buenos Aires - ARG"},
{"key":"Chengdu - CHN","latitude":30.661116,"longitude":104.068254,"name":"Chengdu - CHN"},
{"key":"Chennai - IN","latitude":13.08784,"longitude":80.27847,"name":"Chennai - IN"},
{"key":"Chicago - US","latitude":41.85003,"longitude":-87.65005,"name":"Chicago - US"},
{"key":"Chongqing - CHN","latitude":29.558157,"longitude":106.559216,"name":"Chongqing - CHN"},
{"key":"Copenhagen - DA","latitude":55.67594,"longitude":12.56553,"name":"Copenhagen - DA"},
{"key":"Dallas - US","latitude":32.78306,"longitude":-96.80667,"name":"Dallas - US"},
{"key":"Denver - US","latitude":39.73915,"longitude":-104.9847,"name":"Denver - US"},
{"key":"Detroit - US","latitude":42.33143,"longitude":-83.04575,"name":"Detroit - US"},
{"key":"Dubai - UAE","latitude":25.0657,"longitude":55.17128,"name":"Dubai - UAE"},
{"key":"Edinburgh - UK","latitude":55.95206,"longitude":-3.19648,"name":"Edinburgh - UK"},
{"key":"Falkenstein - DE","latitude":50.478056,"longitude":12.335641,"name":"Falkenstein - DE"},
{"key":"Frankfurt - DE","latitude":50.11552,"longitude":8.68417,"name":"Frankfurt - DE"},
{"key":"Fremont-CA - US","latitude":37.54827,"longitude":-121.98857,"name":"Fremont-CA - US"},
{"key":"Guangzhou - CHN","latitude":23.125833,"longitude":113.259865,"name":"Guangzhou - CHN"},
{"key":"Hangzhou City - CHN","latitude":30.29365,"longitude":120.16142,"name":"Hangzhou City - CHN"},
{"key":"Helsinki - FI","latitude":60.16952,"longitude":24.93545,"name":"Helsinki - FI"},
{"key":"Hong Kong - HK","latitude":22.324494,"longitude":114.169539,"name":"Hong Kong - HK"},
{"key":"Houston - US","latitude":29.76328,"longitude":-95.36327,"name":"Houston - US"},
{"key":"Ireland - IE","latitude":53.33306,"longitude":-6.24889,"name":"Ireland - IE"},
{"key":"Istanbul - TR","latitude":41.01384,"longitude":28.94966,"name":"Istanbul - TR"},
{"key":"Johannesburg - ZA","latitude":-26.202477,"longitude":28.04701,"name":"Johannesburg - ZA"},
{"key":"Kansas - US","latitude":38.50029,"longitude":-98.50063,"name":"Kansas - US"},
{"key":"Kuala Lumpur - MYS","latitude":3.1412,"longitude":101.68653,"name":"Kuala Lumpur - MYS"},
{"key":"Lisbon - PT","latitude":38.71667,"longitude":-9.13333,"name":"Lisbon - PT"},
{"key":"London - UK","latitude":51.500072,"longitude":-0.127108,"name":"London - UK"},
{"key":"Los Angeles - US","latitude":34.05223,"longitude":-118.24368,"name":"Los Angeles - US"},
{"key":"Madrid - ES","latitude":40.4165,"longitude":-3.70256,"name":"Madrid - ES"},
{"key":"Melbourne - AUS","latitude":-37.814,"longitude":144.96332,"name":"Melbourne - AUS"},
{"key":"Miami - US","latitude":25.77427,"longitude":-80.19366,"name":"Miami - US"},
{"key":"Milano - IT","latitude":45.46427,"longitude":9.18951,"name":"Milano - IT"},
{"key":"Montreal - CA","latitude":45.50884,"longitude":-73.58781,"name":"Montreal - CA"},
{"key":"Moscow - RU","latitude":55.75222,"longitude":37.61556,"name":"Moscow - RU"},
{"key":"Mumbai - IN","latitude":19.07283,"longitude":72.88261,"name":"Mumbai - IN"},
{"key":"Munich - DE","latitude":48.13743,"longitude":11.57549,"name":"Munich - DE"},
{"key":"Nagano - JP","latitude":36.65,"longitude":138.18333,"name":"Nagano - JP"},
{"key":"New Jersey - US","latitude":40.73566,"longitude":-74.17237,"name":"New Jersey - US"},
{"key":"New York - US","latitude":40.725351,"longitude":-73.998684,"name":"New York - US"},
{"key":"Paris - FR","latitude":48.85341,"longitude":2.3488,"name":"Paris - FR"},
{"key":"Phoenix - US","latitude":33.44838,"longitude":-112.07404,"name":"Phoenix - US"},
{"key":"Qingdao City - CHN","latitude":36.06488,"longitude":120.38042,"name":"Qingdao City - CHN"},
{"key":"Queretaro - MEX","latitude":20.58806,"longitude":-100.38806,"name":"Queretaro - MEX"},
{"key":"Rio de Janeiro - BR","latitude":-22.877932,"longitude":-43.31743,"name":"Rio de Janeiro - BR"},
{"key":"San Francisco - US","latitude":37.77493,"longitude":-122.41942,"name":"San Francisco - US"},
{"key":"Sao Paulo - BR","latitude":-23.5475,"longitude":-46.63611,"name":"Sao Paulo - BR"},
{"key":"Seattle - US","latitude":47.604262,"longitude":-122.334683,"name":"Seattle - US"},
{"key":"Seoul - SK","latitude":37.566,"longitude":126.9784,"name":"Seoul - SK"},
{"key":"Shanghai - CHN","latitude":31.214492,"longitude":121.481223,"name":"Shanghai - CHN"},
{"key":"Shenzhen - CHN","latitude":22.546685,"longitude":113.945502,"name":"Shenzhen - CHN"},
{"key":"Singapore - SG","latitude":1.333914,"longitude":103.84423,"name":"Singapore - SG"},
{"key":"Stockholm - SWE","latitude":59.32938,"longitude":18.06871,"name":"Stockholm - SWE"},
{"key":"Strasbourg - FR","latitude":48.58392,"longitude":7.74553,"name":"Strasbourg - FR"},
{"key":"Sydney - AUS","latitude":-33.886836,"longitude":151.159892,"name":"Sydney - AUS"},
{"key":"Taipei - TW","latitude":25.020797,"longitude":121.464569,"name":"Taipei - TW"},
{"key":"Tel Aviv - IL","latitude":32.08088,"longitude":34.78057,"name":"Tel Aviv - IL"},
{"key":"Texas - US","latitude":31.25044,"longitude":-99.25061,"name":"Texas - US"},
{"key":"Tokyo - JP","latitude":35.6895,"longitude":139.69171,"name":"Tokyo - JP"},
{"key":"Toronto - CA","latitude":43.70011,"longitude":-79.4163,"name":"Toronto - CA"},
{"key":"Vancouver - CA","latitude":49.24966,"longitude":-123.11934,"name":"Vancouver - CA"},
{"key":"Vienna - AT","latitude":48.20849,"longitude":16.37208,"name":"Vienna - AT"},
{"key":"Virginia - US","latitude":39.04372,"longitude":-77.48749,"name":"Virginia - US"},
{"key":"Warsaw - PL","latitude":52.22977,"longitude":21.01178,"name":"Warsaw - PL"},
{"key":"Washington - US","latitude":38.89511,"longitude":-77.03637,"name":"Washington - US"},
{"key":"Zurich - CH","latitude":47.36667,"longitude":8.55,"name":"Zurich - CH"}]
`
