"""Credentials: what is private, how it is masked, and how access keys are fetched.

`policy` and `places` say what is private; `tree` and `text` mask it in what was read and in text as
it stands; `access_key` knows what Alibaba Cloud's keys look like, and `fetch` gets them from where
they stand.
"""
