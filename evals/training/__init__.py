"""How the entailment encoder that ships was trained: `pairs` makes the examples, `encoder` fits the model."""
