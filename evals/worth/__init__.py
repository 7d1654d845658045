"""How the worth of a sentence is estimated: the sentences that were marked, by their traits, and the fit."""
