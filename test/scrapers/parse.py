"""Reads expositions with the parsers of prometheus_client: one line of JSON for each sample."""
import json
import sys

from prometheus_client.openmetrics import parser as openmetrics
from prometheus_client import parser as text

parsers = {
    "text": text.text_string_to_metric_families,
    "openmetrics": openmetrics.text_string_to_metric_families,
}

format, path = sys.argv[1:]
# As it is: Python would make line feeds of carriage returns.
with open(path, encoding="utf-8", newline="") as file:
    exposition = file.read()
for family in parsers[format](exposition):
    for sample in family.samples:
        print(json.dumps([sample.name, sample.labels, repr(sample.value)]))
