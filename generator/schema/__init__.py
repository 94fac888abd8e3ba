"""The JSON Schema of the catalog, made of the one list of keys and of decoding's formats."""
