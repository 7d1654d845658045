"""Articles as the systems of newsrooms hold them: payloads that are mapped, and WordPress by its REST API."""
