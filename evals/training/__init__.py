"""How what the entailment scorer ships with was made: the table of word vectors, and the trees."""
