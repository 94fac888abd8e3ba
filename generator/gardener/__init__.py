"""What Gardener, the extension and Alibaba Cloud accept and fill in."""
