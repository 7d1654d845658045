"""Answers of models to the calls of articles that are still at work. Every call blocks on the database."""

from __future__ import annotations

from sqlalchemy import Engine, bindparam, select

from newsbrief.store.database import Tables
from newsbrief.store.jobs import STILL_WAITS, Place, place_values
from newsbrief.store.tables import job_articles, model_calls


class ModelCalls(Tables):
    """The table of recorded answers in a database."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        columns = ("call", "job_id", "place", "completion")
        self._remember = self._insert(model_calls).from_select(columns, _CALL).on_conflict_do_nothing()

    def find_answer(self, call: str) -> str | None:
        """Return the recorded answer of a model to a call of an article that is still at work."""
        with self._reads.begin() as connection:
            answer: str | None = connection.execute(_ANSWERED, {"call": call}).scalar()
        return answer

    def remember(self, place: Place, call: str, completion: str) -> None:
        """Keep a model's answer until the article is finished."""
        with self._engine.begin() as connection:
            connection.execute(self._remember, place_values(place) | {"call": call, "completion": completion})


# Put together once, as in `store.jobs`.
_ANSWERED = select(model_calls.c.completion).where(model_calls.c.call == bindparam("call"))
_CALL = select(
    bindparam("call", type_=model_calls.c.call.type),
    job_articles.c.job_id,
    job_articles.c.place,
    bindparam("completion", type_=model_calls.c.completion.type),
).where(STILL_WAITS)
"""A row, where the article still waits."""
