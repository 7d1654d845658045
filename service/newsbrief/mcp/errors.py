"""Errors of tools: in the words that HTTP has for them, for an assistant to read and act on."""

from __future__ import annotations

from typing import Any

from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.tools import Tool
from pydantic import ValidationError

from newsbrief.api.problems import ProblemError, as_problem, describe_invalid


class PlainTool(Tool):
    """A tool whose errors are sentences; what nobody foresaw is told without its cause."""

    async def run(self, arguments: dict[str, Any], context: Context[Any, Any], convert_result: bool = False) -> Any:
        """Run the tool.

        Raises:
            ToolError: what went wrong, in words.
        """
        try:
            return await super().run(arguments, context, convert_result)
        except ToolError as error:
            message = describe_error(error.__cause__)
            if message is None:
                raise
            raise ToolError(message) from None


def describe_error(error: BaseException | None) -> str | None:
    """Return an error of the service, or of arguments that have the wrong shape, in words; None for any other."""
    if isinstance(error, ValidationError):
        error = describe_invalid(error)
    if isinstance(error, ToolError):
        return str(error)
    problem = as_problem(error) if isinstance(error, Exception) else None
    if problem is None or problem.reason == "internal-error":
        return None
    return _describe_problem(problem)


def _describe_problem(problem: ProblemError) -> str:
    details = "".join(f" {each.pointer}: {each.detail}." for each in problem.errors or ())
    wait = problem.headers.get("Retry-After")
    return f"{problem.detail}{details}" + (f" Try again in {wait} seconds." if wait else "")
