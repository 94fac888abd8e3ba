"""Credentials: what is private, how it is masked, and how access keys are fetched.

`policy` and `places` say what is private. `tree` masks it in what was read, `text` in YAML as it
stands, `lines` line by line in any other text, and `known_access_keys` masks keys that were met
wherever else they occur. `access_key` knows what Alibaba Cloud's keys look like, and `fetch` gets
them from where they stand.
"""
