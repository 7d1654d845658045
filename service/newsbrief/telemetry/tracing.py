"""Traces: a span for each step of the pipeline, model call and article of a job, by OpenTelemetry.

The web framework makes those of requests, and takes up the traces of clients that send one.
Without its SDK (extra `tracing`) and an address to send them to, spans cost next to nothing and go nowhere. No text
of an article, prompt, answer or error is in one: of what went wrong a span has the kind alone.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from opentelemetry import propagate, trace
from opentelemetry.trace import Span, SpanKind, StatusCode
from opentelemetry.util.types import AttributeValue

from newsbrief.version import __version__

__all__ = ["Span", "SpanKind", "TracingUnavailable", "configure", "flush", "ids", "span", "trace_headers"]
_ADDRESSES = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
_tracer = trace.get_tracer("newsbrief", __version__)


class TracingUnavailable(Exception):
    """Traces are to be sent, and cannot be; `str()` says what is missing."""


@contextmanager
def span(
    name: str,
    *,
    kind: SpanKind = SpanKind.INTERNAL,
    parent: Mapping[str, str] | None = None,
    attributes: Mapping[str, AttributeValue] | None = None,
) -> Iterator[Span]:
    """Open a span while the block runs; an exception marks it as an error of that type.

    `parent`: headers that may say whose part this is (W3C Trace Context), where it comes from another process.
    """
    context = None if parent is None else propagate.extract(parent)
    with _tracer.start_as_current_span(
        name, context, kind, attributes, record_exception=False, set_status_on_exception=False
    ) as opened:
        try:
            yield opened
        except BaseException as error:
            opened.set_attribute("error.type", type(error).__qualname__)
            opened.set_status(StatusCode.ERROR)
            raise


def trace_headers() -> dict[str, str]:
    """Return headers that tell the server of a call which span it is part of; none if nothing is traced."""
    headers: dict[str, str] = {}
    propagate.inject(headers)
    return headers


def ids() -> dict[str, str]:
    """Return the ids of the current trace and span in hexadecimal; empty where there is none."""
    context = trace.get_current_span().get_span_context()
    if not context.is_valid:
        return {}
    return {"trace_id": trace.format_trace_id(context.trace_id), "span_id": trace.format_span_id(context.span_id)}


def configure() -> None:
    """Send traces where `OTEL_EXPORTER_OTLP_ENDPOINT` says, once for the process; where it is not set, nowhere.

    OpenTelemetry's other variables are heeded too: headers, sampling, the name of the service.

    Raises:
        TracingUnavailable: the packages for it are not installed.
    """
    if not any(os.environ.get(name) for name in _ADDRESSES) or os.environ.get("OTEL_SDK_DISABLED", "") == "true":
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        raise TracingUnavailable(
            "an OTLP endpoint is set, but not what sends traces: pip install 'newsbrief[tracing]'"
        ) from None
    # What the environment says of the service wins.
    resource = Resource.create({"service.version": __version__} | _name_span())
    provider = TracerProvider(resource=resource)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)


def flush() -> None:
    """Send what has not been sent yet, as this process is about to end. Blocks for some seconds at most."""
    if send := getattr(trace.get_tracer_provider(), "force_flush", None):
        send(timeout_millis=3_000)


def _name_span() -> dict[str, str]:
    return {} if os.environ.get("OTEL_SERVICE_NAME") else {"service.name": "newsbrief"}
