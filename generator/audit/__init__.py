"""Catalogs beside what Alibaba Cloud answers about their images: `audit`."""
