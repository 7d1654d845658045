"""Test the rules of the WordPress plug-in directory: code, readme, licence."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cms import wordpress
from tests.cms.wordpress import PLUGIN
from tests.support.requirement import require

CHECK = Path(__file__).parent / "plugin_check.php"
CODE = sorted(PLUGIN.rglob("*.php"))
PICTURES = PLUGIN.parent / "assets"
"""What the directory shows of it: they go beside the plug-in there, not into it."""
README = (PLUGIN / "readme.txt").read_text()
MAIN = (PLUGIN / "newsbrief.php").read_text()
GUARD = "<?php\nnamespace Newsbrief;\n\ndefined( 'ABSPATH' ) || exit;\n"


@pytest.fixture(autouse=True)
def php() -> None:
    require(None if shutil.which("php") else "no PHP: apt-get install --no-install-recommends php-cli")


def findings(*files: Path) -> list[dict[str, str]]:
    ran = subprocess.run(["php", str(CHECK), *map(str, files)], capture_output=True, text=True, check=True)
    found: list[dict[str, str]] = json.loads(ran.stdout)
    return found


@pytest.mark.parametrize("file", CODE, ids=lambda file: file.name)
def test_php_takes_it(file: Path) -> None:
    ran = subprocess.run(["php", "-l", str(file)], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout


def test_the_code_keeps_the_rules() -> None:
    assert findings(*CODE) == []


@pytest.mark.parametrize(
    ("code", "rule", "what"),
    [
        ("echo $name;", "escape", "$name"),
        ("echo '<p>' . get_option( 'newsbrief_settings' ) . esc_html( $b );", "escape", "get_option"),
        ("printf( '<p>%s</p>', $name );", "escape", "$name"),
        ("echo esc_html( $a ) . $b;", "escape", "$b"),
        ("$id = $_GET['id'];", "nonce", "$_GET"),
        ("$id = absint( $_POST['id'] );", "nonce", "$_POST"),
        ("__( 'Text', 'other' );", "text-domain", "__"),
        ("__( 'Text' );", "text-domain", "__"),
        ("esc_html_e( $text, 'newsbrief' );", "text", "a translated text is no literal"),
        ("__( 'Made by %s', 'newsbrief' );", "text", "no comment for translators"),
        ('$wpdb->query( "DELETE FROM x WHERE a = $a" );', "prepare", "query"),
        ("add_option( 'settings', 1 );", "prefix", "settings"),
        ("do_action( 'saved' );", "prefix", "saved"),
        ("eval( 'a();' );", "forbidden", "eval"),
        ("file_get_contents( 'http://a.example' );", "forbidden", "file_get_contents"),
        ("$a = `ls`;", "forbidden", "`"),
        ("?><p>", "tags", "?>"),
    ],
)
def test_a_breach_is_found(tmp_path: Path, code: str, rule: str, what: str) -> None:
    (tmp_path / "bad.php").write_text(f"{GUARD}{code}\n")
    assert (rule, what) in {(found["rule"], found["what"]) for found in findings(tmp_path / "bad.php")}


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        ("<?php\nnamespace Newsbrief;\n", "direct-access"),
        ("<?= 1;", "tags"),
        ("<?php\ndefined( 'ABSPATH' ) || exit;\nfunction helper() {}\n", "prefix"),
        ("<?php\ndefined( 'ABSPATH' ) || exit;\n$key = 1;\n", "prefix"),
    ],
)
def test_a_file_without_guard_or_prefix_is_found(tmp_path: Path, source: str, rule: str) -> None:
    (tmp_path / "bad.php").write_text(source)
    assert rule in {found["rule"] for found in findings(tmp_path / "bad.php")}


def header(name: str, text: str) -> str:
    found = re.search(rf"^[ *]*{name}:\s*(.+)$", text, re.MULTILINE)
    assert found, name
    return found[1].strip()


def test_the_readme_has_its_header_and_all_sections() -> None:
    assert README.startswith("=== Newsbrief ===\n")
    assert header("Contributors", README)
    assert 1 <= len(header("Tags", README).split(",")) <= 5
    sections = [
        "Description",
        "Installation",
        "Frequently Asked Questions",
        "Screenshots",
        "Changelog",
        "Upgrade Notice",
    ]
    assert re.findall(r"^== (.+) ==$", README, re.MULTILINE) == sections
    short = README.split("\n\n")[1]
    assert len(short) <= 150
    assert "\n" not in short
    version = header("Stable tag", README)
    assert f"= {version} =" in README.split("== Changelog ==")[1]
    notice = README.split("== Upgrade Notice ==")[1].split(f"= {version} =")[1].strip()
    assert len(notice.splitlines()[0]) <= 300


def size(picture: Path) -> tuple[int, int]:
    """Return width and height of a PNG, in pixels."""
    head = picture.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    return int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")


def test_every_screenshot_is_there_and_pictures_have_the_sizes_of_the_directory() -> None:
    captions = re.findall(r"^(\d+)\. ", README.split("== Screenshots ==")[1].split("== Changelog ==")[0], re.MULTILINE)
    pictures = {file.name for file in PICTURES.glob("*.png")}
    assert {name for name in pictures if "screenshot" in name} == {f"screenshot-{n}.png" for n in captions}
    for name in pictures - {f"screenshot-{n}.png" for n in captions}:
        assert size(PICTURES / name) == tuple(map(int, name.removesuffix(".png").split("-")[1].split("x")))
    assert {"icon.svg", "icon-256x256.png", "banner-772x250.png"} <= {file.name for file in PICTURES.iterdir()}
    assert all(file.stat().st_size < 1_000_000 for file in PICTURES.iterdir())


def test_what_leaves_the_site_is_disclosed_and_nothing_is_loaded_from_elsewhere() -> None:
    disclosed = README.split("= External services =")[1].split("== Installation ==")[0]
    sent = set(re.findall(r"ask\(\s*'(?:POST|PATCH|GET|DELETE)', \"?'?(/\w+)", "".join(f.read_text() for f in CODE)))
    words = {
        "/jobs": "asks for a briefing",
        "/verify": "has a briefing checked again",
        "/briefings": "approved or withdrawn",
        "/styles": "house styles",
    }
    assert sent == set(words)
    assert all(word in disclosed for word in words.values())
    assert "short texts" in disclosed


def test_readme_and_main_file_say_the_same() -> None:
    assert header("Stable tag", README) == header("Version", MAIN) == re.findall(r"VERSION = '(.+)'", MAIN)[0]
    for name in ("Requires at least", "Requires PHP", "License", "License URI"):
        assert header(name, README) == header(name, MAIN)
    assert header("Text Domain", MAIN) == "newsbrief"
    assert (PLUGIN / header("Domain Path", MAIN).strip("/")).is_dir()


def test_the_licence_is_one_that_the_directory_takes() -> None:
    assert header("License", MAIN) == "GPL-2.0-or-later"
    assert "GNU GENERAL PUBLIC LICENSE" in (PLUGIN / "LICENSE").read_text()


def test_nothing_lies_in_the_folder_that_the_directory_refuses() -> None:
    kinds = {".php", ".js", ".css", ".json", ".txt", ".pot", ".po", ".mo", ""}
    files = [file for file in PLUGIN.rglob("*") if file.is_file()]
    assert {file.suffix for file in files} <= kinds
    assert not [file for file in files if file.name.startswith(".") or " " in file.name]
    assert not [
        file for file in files if re.search(r"https?://[^\s'\"]+\.(js|css)['\"?]", file.read_text("utf-8", "replace"))
    ]


def test_on_a_network_it_is_deleted_from_every_site(tmp_path: Path) -> None:
    require(wordpress.find_missing())
    network = (
        "foreach (['MULTISITE' => true, 'SUBDOMAIN_INSTALL' => false, 'PATH_CURRENT_SITE' => '/',"
        "'DOMAIN_CURRENT_SITE' => $_SERVER['HTTP_HOST'], 'SITE_ID_CURRENT_SITE' => 1, 'BLOG_ID_CURRENT_SITE' => 1]"
        " as $name => $value) define($name, $value);"
    )
    kept = (
        "return array_map(function ($id) { switch_to_blog($id); $found = [get_option('newsbrief_settings') !== false,"
        "get_post_meta(1, '_newsbrief_state', true) !== '', wp_next_scheduled('newsbrief_sweep') !== false,"
        "get_option('newsbrief_lock_a') !== false, get_option('newsbrief_styles') !== false,"
        "get_post_meta(1, '_newsbrief_variants', true) !== '', get_post_meta(1, '_newsbrief_seo_title', true) !== ''];"
        " restore_current_blog(); return $found; }, [1, 2]);"
    )
    with wordpress.site(tmp_path / "site") as made:
        made.php(
            "require_once ABSPATH . 'wp-admin/includes/upgrade.php'; global $wpdb;"
            "foreach ($wpdb->tables('ms_global') as $table => $name) $wpdb->$table = $name; install_network();"
            "$made = populate_network(1, $_SERVER['HTTP_HOST'], 'chief@example.org', 'Papers', '/', false);"
            "return is_wp_error($made) ? $made->get_error_message() : '';"
        )
        made.php(
            "$second = wp_insert_site(['domain' => $_SERVER['HTTP_HOST'], 'path' => '/second/', 'network_id' => 1,"
            "'user_id' => 1, 'title' => 'Second']); if (is_wp_error($second)) throw new Exception('no second site');"
            "foreach ([1, $second] as $id) { switch_to_blog($id); update_option('newsbrief_settings', ['url' => 'x']);"
            "update_option('newsbrief_lock_a', 1); update_option('newsbrief_styles', ['sports']);"
            "update_post_meta(1, '_newsbrief_variants', ['offered' => []]);"
            "update_post_meta(1, '_newsbrief_seo_title', 'A');"
            "update_post_meta(1, '_newsbrief_state', ['status' => 'draft']);"
            "wp_schedule_event(time() + 60, 'daily', 'newsbrief_sweep'); restore_current_blog(); }",
            before=network,
        )
        assert made.php(kept, before=network) == [[True] * 7] * 2
        made.php(
            "define('WP_UNINSTALL_PLUGIN', 'newsbrief'); include WP_PLUGIN_DIR . '/newsbrief/uninstall.php';",
            before=network,
        )
        assert made.php(kept, before=network) == [[False] * 7] * 2
