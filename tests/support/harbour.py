"""An article on a harbour, and questions on it for a judge."""

from newsbrief.verification.judge.request import Question

TEXT = """Norhaven to close its harbour for repairs

The harbour of Norhaven will close on 14 May for 35 days, the port authority said on Monday. Divers had found cracks in
two of the six piers.

"We cannot wait for the autumn," harbour master Elin Sorby told reporters. The repairs will cost 4.2 million crowns,
which the county pays. Ferries to the islands will leave from Strand instead.

Fishermen fear for their income. Their association asked the county for help and has had no answer so far.
"""
ASKED = [Question("key_points.0", "Norhaven's port shuts for five weeks."), Question("key_points.1", "Sorby resigned.")]
