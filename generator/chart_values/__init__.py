"""A chart's values, judged as Helm judges them before it renders the chart.

`judge` is the way in. Source of the rules: Helm v4.2.4 (`pkg/chart/common/util`), which gardenlet
and gardener-operator render charts with, and santhosh-tekuri/jsonschema v6.0.2, which Helm asks.
"""
