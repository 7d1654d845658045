"""The estimate of the worth of a sentence: the sentences that were marked, by their traits, and the fit."""
