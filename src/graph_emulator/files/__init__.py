"""The files service: sites, drives, items, permissions, links and who can really reach what."""
