"""Two states of manifests compared: what the difference means, what it does, and its lines.

Pure: bytes by path in, a tuple of `FolderReview` out. Where the bytes come from (the disk, a plan,
Git) is the business of the verbs.
"""
