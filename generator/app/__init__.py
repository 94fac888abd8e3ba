"""What several verbs share: reading catalogs and manifests, planning, editing, Git, processes."""
