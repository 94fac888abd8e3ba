"""The keys that say where access keys come from: `ownerSecret` and `secrets`."""

from __future__ import annotations

from typing import Final

ACCESS_KEY: Final = {
    "accessKeyID": (
        "`{env: NAME}` or `{file: PATH}`, which hold it in plain text; `{placeholder: TEXT}`; or "
        "the value as base64 text."
    ),
    "accessKeySecret": "The access key secret, in the same ways.",
}

OWNER_SECRET: Final = {
    "name": "The Secret's name on the seed. Default: machine-image-owner.",
    **ACCESS_KEY,
    "resource": (
        "A Secret in the garden cluster, read when the extension is deployed: the manifest then "
        "has no access key, and one that is set here is only written to that Secret."
    ),
}

CREDENTIAL: Final = {
    "env": "The name of an environment variable.",
    "file": "The path of a file; a line break at its end is ignored.",
    "placeholder": "Text that another tool replaces with base64 text, such as `<path:…#id>` or "
    "`${NAME}`: it is written as it stands.",
}

SECRETS: Final = {
    "external": (
        "Secrets that External Secrets Operator creates, from ExternalSecrets that are written."
    ),
}

EXTERNAL: Final = {
    "store": "The store that the operator reads.",
    "remote": "The access keys in the store. Secrets that are not listed here are not affected.",
}

STORE: Final = {
    "kind": "`SecretStore` or `ClusterSecretStore`. Default: SecretStore.",
    "name": "The name of that object.",
}

REMOTE: Final = {
    "owner": "The access key of the Secret in `ownerSecret.resource`.",
    "backups": "Name of a Secret in `seeds` to its access key.",
}

REMOTE_ACCESS_KEY: Final = {
    "key": "The path or name of the entry in the store.",
    "id": "The property with the access key ID, in plain text. Default: accessKeyID.",
    "secret": "The property with the access key secret. Default: accessKeySecret.",
}
