"""The fixed format: schema, Markdown in and out."""
