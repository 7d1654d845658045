"""`wp newsbrief`. Debian has no WP-CLI, so a few lines stand in for what it gives commands; all else is real."""

from tests.cms.desk import TEXT, Desk
from tests.cms.service import Service

WP_CLI = r"""
eval('namespace WP_CLI\Utils {
    function format_items($format, $rows, $columns) { \WP_CLI::$said[] = ["items", $rows]; } }
namespace { class WP_CLI { static $said = []; static $commands = [];
    static function add_command($name, $class) { self::$commands[$name] = $class; }
    static function log($text) { self::$said[] = ["log", $text]; }
    static function success($text) { self::$said[] = ["success", $text]; }
    static function warning($text) { self::$said[] = ["warning", $text]; }
} define("WP_CLI", true); }');
"""
RUN = "$class = WP_CLI::$commands['newsbrief']; (new $class())->{$args[0]}($args[1], $args[2]); return WP_CLI::$said;"


def wp(desk: Desk, verb: str, *ids: int, **options: object) -> list[list[object]]:
    said: list[list[object]] = desk.site.php(RUN, verb, list(map(str, ids)), options, before=WP_CLI)
    return said


def test_the_archive_is_briefed_once(chief: Desk, service: Service) -> None:
    old = chief.post(
        "Ninety wagons stood still on Monday, the railway said.", *TEXT, status="publish", date="2001-05-01T08:00:00"
    )
    older = chief.post(
        "Eighty wagons stood still on Monday, the railway said.", *TEXT, status="publish", date="2001-04-01T08:00:00"
    )
    short = chief.post("Twelve words.", status="publish", date="2001-05-02T08:00:00")
    before = chief.jobs(service)
    said = wp(chief, "make", old, older, short)
    lines = [str(line) for _, line in said]
    assert {f"{old}: Draft", f"{older}: Draft"} <= set(lines)
    assert any(line.startswith(f"{short}: Failed: ") and "at least 20 words" in line for line in lines)
    assert said[-1] == ["success", "3 ended."]
    assert (chief.view(old)["status"], chief.view(older)["status"]) == ("draft", "draft")
    assert service.jobs() == before + 3
    rows = wp(chief, "status", old, short)[0][1]
    assert [(row["id"], row["briefing"]) for row in rows] == [(short, "Failed"), (old, "Draft")]  # type: ignore[attr-defined]


def test_only_what_lacks_a_briefing_is_chosen(chief: Desk) -> None:
    late = chief.post(*TEXT, status="publish", date="2002-05-01T08:00:00")
    early = chief.post(*TEXT, status="publish", date="2002-03-01T08:00:00")
    chosen = "return Newsbrief\\chosen_posts([], $args[0]);"
    found = chief.site.php(chosen, {"since": "2002-01-01"}, before=WP_CLI)
    assert {late, early} <= set(found)
    assert early not in chief.site.php(chosen, {"since": "2002-04-01"}, before=WP_CLI)
    assert len(chief.site.php(chosen, {"limit": 1}, before=WP_CLI)) == 1
    chief.make_and_wait(late)
    assert late not in chief.site.php(chosen, {"since": "2002-01-01"}, before=WP_CLI)
