"""Prompts: a folder each, a file a version; front matter and a Jinja body. Read by `service.drafting.prompts`."""
