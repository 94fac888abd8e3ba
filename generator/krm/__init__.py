"""KRM functions: a ResourceList on standard input and output, and the config of ours in it.

`resource_list` has the envelope, which the functions specification of kustomize defines
(cmd/config/docs/api-conventions/functions-spec.md), `function` what a config asks for.
"""
