"""What Gardener, the extension and Alibaba Cloud accept and fill in.

- Specs: `profile_spec`, `seed_spec` and `kubernetes` check what a user writes, by the help of
  `fields` (names and types), `choices` (words), `spec_values` (lists), `quantities` and
  `durations`.
- What depends on several parts: `capabilities`, `bastion`, `parents` (NamespacedCloudProfiles).
- What the API server makes of them: `stored_form`, and what it fills in: `profile_defaults`.
- Versions: `version_order` sorts them, `stages` says when they change their classification, and
  `updates` to which one Gardener moves clusters.
- Names: `provider`, `registration`, `releases` (which of them knew what first), and `regions` (with
  the form of image IDs).
"""
