"""The judge: a model that reads the article and says of each claim whether the article carries it."""
