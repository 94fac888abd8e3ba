"""What Alibaba Cloud answers, asked over the network: `audit`. Needs the optional extra `alicloud`.

`asking` asks of all regions at once, by the calls of `region`; `sdk` makes one call, by `transport`
within limits; `backoff` makes it again later, and `api_errors` says its errors without credentials.
"""
