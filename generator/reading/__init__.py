"""Reading parts of trees key by key, every mistake noted and none of them final."""
