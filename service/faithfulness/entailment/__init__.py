"""How probable it is that sentences of an article carry a claim: counted features, trees, and an encoder."""
