"""Durable work: jobs of many articles that survive any crash, and the webhooks that tell of them."""
