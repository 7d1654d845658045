"""Articles, briefings and the plug-in itself, deleted: nothing is left."""

from tests.cms.desk import TEXT, Desk, with_block
from tests.cms.service import Service
from tests.support.waiting import wait_until


def test_dismissed_is_gone_and_what_was_approved_stays(chief: Desk, service: Service) -> None:
    post = chief.post("Nine ministers came to the opening on Thursday, the host country said.", *TEXT)
    chief.make_and_wait(post)
    kept = chief.site.php("return get_post_meta($args[0], '_newsbrief_report', true)['briefing_id'];", post)
    assert service.get(f"/briefings/{kept}").status_code == 200
    view = chief.ask("DELETE", post).json()
    assert (view["status"], view["claims"]) == ("none", [])
    chief.site.cron()
    assert service.get(f"/briefings/{kept}").status_code == 404

    chief.save(post, status="publish", content=with_block())
    chief.make_and_wait(post)
    chief.approve(post)
    chief.ask("DELETE", post)
    assert chief.page(post)
    assert chief.ask("DELETE", post, "/approval").json()["approved"] is None
    assert chief.page(post) == ""


def test_deleting_the_article_deletes_what_the_service_keeps(chief: Desk, service: Service) -> None:
    post = chief.post("Forty buses waited at the border on Saturday, the transport ministry said.", *TEXT)
    chief.make_and_wait(post)
    kept = chief.site.php("return get_post_meta($args[0], '_newsbrief_report', true)['briefing_id'];", post)
    chief.client.delete(f"{chief.site.rest}/wp/v2/posts/{post}&force=true")
    chief.until_cron(lambda: service.get(f"/briefings/{kept}").status_code == 404)


def test_an_equal_article_of_another_post_keeps_its_briefing(chief: Desk, service: Service) -> None:
    first, second = chief.post(date_gmt="2026-02-04T03:00:00"), chief.post(date_gmt="2026-02-04T03:00:00")
    ids = []
    for post in (first, second):
        chief.make_and_wait(post)
        ids.append(chief.site.php("return get_post_meta($args[0], '_newsbrief_report', true)['briefing_id'];", post))
    assert ids[0] == ids[1], "equal articles share a briefing"
    chief.client.delete(f"{chief.site.rest}/wp/v2/posts/{first}&force=true")
    chief.site.cron()
    assert service.get(f"/briefings/{ids[1]}").status_code == 200


def test_deleted_while_it_is_being_made(chief: Desk, service: Service) -> None:
    post = chief.post("Sixteen firefighters were at the site on Friday night, the city said.", *TEXT)
    chief.make(post)
    job = chief.site.php("return get_post_meta($args[0], '_newsbrief_job', true);", post)
    chief.client.delete(f"{chief.site.rest}/wp/v2/posts/{post}&force=true")
    assert chief.ask("GET", post).status_code == 404

    def forgotten() -> bool:
        chief.site.cron()
        line = service.get(f"/jobs/{job}/results").json() if job else {"type": "gone"}
        return "briefing" not in line and not line["type"].endswith("article-pending")

    wait_until(forgotten)
    left = chief.site.php(
        'global $wpdb; return $wpdb->get_var("SELECT count(*) FROM $wpdb->postmeta WHERE post_id = $args[0]");', post
    )
    assert int(left) == 0


def test_switched_off_it_leaves_no_work_and_deleted_it_leaves_nothing(chief: Desk) -> None:
    post = chief.post()
    chief.make_and_wait(post)
    count = (
        "global $wpdb; $count = 'SELECT count(*) FROM ';"
        "return [(int) $wpdb->get_var(\"$count $wpdb->postmeta WHERE meta_key LIKE '%newsbrief%'\"),"
        "(int) $wpdb->get_var(\"$count $wpdb->options WHERE option_name LIKE '%newsbrief_%'\")];"
    )
    assert chief.site.php(count)[0] > 0
    events = (
        "Newsbrief\\deactivate(); $found = [];"
        "foreach (_get_cron_array() as $hooks) $found = array_merge($found, array_keys($hooks));"
        "return array_values(array_filter($found, fn($hook) => strpos($hook, 'newsbrief') === 0));"
    )
    assert chief.site.php(events) == []
    scheduled = (
        "wp_schedule_single_event(time() + 60, 'newsbrief_send', [1]); define('WP_UNINSTALL_PLUGIN', 'newsbrief');"
        "include WP_PLUGIN_DIR . '/newsbrief/uninstall.php'; return wp_next_scheduled('newsbrief_send', [1]);"
    )
    assert chief.site.php(scheduled) is False
    assert chief.site.php(count) == [0, 0]
