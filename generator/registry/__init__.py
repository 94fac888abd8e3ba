"""Charts in OCI registries. Beside `alicloud`, only this part opens connections itself.

`charts` pulls and pushes them by `transfer`, which needs the optional extra `oci`: `session` makes
its requests within limits, and `login` logs in by oras, as `docker_config` says.
"""
