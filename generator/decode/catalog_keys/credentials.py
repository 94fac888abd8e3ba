"""The keys that say where access keys come from: `ownerSecret` and `secrets`."""

from __future__ import annotations

from typing import Final

ACCESS_KEY: Final = {
    "accessKeyID": "`{env: NAME}` or `{file: PATH}`, in plain text; `{placeholder: TEXT}`; or the "
    "value as base64 text.",
    "accessKeySecret": "The same for the other half of the access key.",
}

OWNER_SECRET: Final = {
    "name": "The Secret's name on the seed. Default: machine-image-owner.",
    **ACCESS_KEY,
    "resource": "A Secret in the garden cluster, read when the extension is deployed: the manifest "
    "then holds no key, and keys beside it only go into that Secret.",
}

CREDENTIAL: Final = {
    "env": "The name of an environment variable.",
    "file": "The path of a file; a line break at its end does not count.",
    "placeholder": "Text that another tool replaces with base64 text, such as `<path:…#id>` or "
    "`${NAME}`: it is written as it stands.",
}

SECRETS: Final = {
    "external": "Secrets that External Secrets Operator makes: ExternalSecrets are written.",
}

EXTERNAL: Final = {
    "store": "The store that the operator reads.",
    "remote": "The access keys in it; Secrets that it does not name are as without this section.",
}

STORE: Final = {
    "kind": "`SecretStore` or `ClusterSecretStore`. Default: SecretStore.",
    "name": "The name of that object.",
}

REMOTE: Final = {
    "owner": "The key in the Secret of `ownerSecret.resource`.",
    "backups": "Name of a Secret in `seeds` to the key in it.",
}

REMOTE_ACCESS_KEY: Final = {
    "key": "The entry of the store, by its path or name.",
    "id": "The property with the access key ID, in plain text. Default: accessKeyID.",
    "secret": "The property with the access key secret. Default: accessKeySecret.",
}
