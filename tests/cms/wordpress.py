"""A real WordPress, brought up from nothing: files of Debian's package, a database of its own, PHP's own server.

`python -m tests.cms` brings one up with the plug-in and a `newsbrief serve`, and says how to log in.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from evals.ports import find_free_port

SOURCE = Path(os.environ.get("NEWSBRIEF_TEST_WORDPRESS", "/usr/share/wordpress"))
"""Another WordPress can be tried: the variable names its unpacked folder."""
PLUGIN = Path(__file__).parents[2] / "integrations" / "wordpress" / "newsbrief"
MARIADB = ("mariadb", "--protocol=tcp", "--host=127.0.0.1", "--user=root", "--batch", "--skip-column-names")
PACKAGES = "wordpress php-cli php-mysql php-curl php-xml php-mbstring mariadb-client mariadb-server"
PHP = ("php", "-d", "opcache.enable_cli=1")
WORKERS = 8
"""The site calls the service, which calls the site, which calls the service: one process would wait for itself."""
_CONFIG = """<?php
define( 'DB_NAME', '{database}' );
define( 'DB_USER', 'root' );
define( 'DB_PASSWORD', '' );
define( 'DB_HOST', '127.0.0.1' );
define( 'DB_CHARSET', 'utf8mb4' );
define( 'DB_COLLATE', '' );
define( 'WP_HOME', '{url}' );
define( 'WP_SITEURL', '{url}' );
define( 'WP_CONTENT_DIR', __DIR__ . '/wp-content' );
define( 'WP_ENVIRONMENT_TYPE', 'local' );
define( 'WP_HTTP_BLOCK_EXTERNAL', true );
define( 'WP_ACCESSIBLE_HOSTS', '127.0.0.1' );
define( 'AUTOMATIC_UPDATER_DISABLED', true );
define( 'WP_DEBUG', true );
define( 'WP_DEBUG_DISPLAY', false );
define( 'WP_DEBUG_LOG', __DIR__ . '/debug.log' );
foreach ( array( 'AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE' ) as $name ) {{
	define( $name . '_KEY', '{salt}' . $name );
	define( $name . '_SALT', $name . '{salt}' );
}}
$table_prefix = 'wp_';
if ( ! defined( 'ABSPATH' ) ) {{
	define( 'ABSPATH', __DIR__ . '/' );
}}
require_once ABSPATH . 'wp-settings.php';
"""


def find_missing() -> str | None:
    """Return why there can be no site on this machine; None where there can."""
    if not (SOURCE / "wp-load.php").exists() or shutil.which("php") is None or shutil.which("mariadb") is None:
        return f"no WordPress, PHP or MariaDB: apt-get install --no-install-recommends {PACKAGES}"
    modules = subprocess.run(["php", "-m"], capture_output=True, text=True, check=True).stdout.split()
    if lacking := {"mysqli", "curl", "xml", "mbstring"} - set(modules):
        return f"PHP lacks {', '.join(sorted(lacking))}: apt-get install --no-install-recommends {PACKAGES}"
    if subprocess.run([*MARIADB, "--execute=SELECT 1"], capture_output=True, check=False).returncode:
        return "no MariaDB takes root without a password at 127.0.0.1:3306"
    return None


@dataclass
class Site:
    """A site that is up. Everybody's password is `PASSWORD`."""

    folder: Path
    url: str
    passwords: dict[str, str] = field(default_factory=dict)
    """Application passwords, by login."""
    _set: dict[str, object] | None = None
    """The settings that were set last; None where something else may have changed them since."""

    @property
    def rest(self) -> str:
        return f"{self.url}/index.php?rest_route="

    def php(self, code: str, *arguments: object, admin: bool = False, before: str = "") -> Any:
        """Return what PHP `code` returns within WordPress; `$args` are the arguments. `before` runs first."""
        if "newsbrief_settings" in code or "uninstall" in code:
            self._set = None
        script = (
            "ob_start();$_SERVER['HTTP_HOST']=parse_url($argv[1],PHP_URL_HOST).':'.parse_url($argv[1],PHP_URL_PORT);"
            + ("define('WP_ADMIN',true);" if admin else "")
            + before
            + "require $argv[2].'/wp-load.php';$args=json_decode(stream_get_contents(STDIN),true);"
            + "$result=(function($args){"
            + code
            + "})($args);ob_end_clean();echo json_encode($result);"
        )
        # What an earlier run has compiled is not compiled again.
        kept = ("-d", "opcache.file_cache_only=1", "-d", f"opcache.file_cache={_code_cache(self.folder)}")
        ran = subprocess.run(
            [*PHP, *kept, "-d", "display_errors=stderr", "-r", script, self.url, str(self.folder)],
            input=json.dumps(arguments),
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr + ran.stdout
        return json.loads(ran.stdout)

    def cron(self) -> None:
        """Run the tasks that are due now, whoever has the lock."""
        self.php(
            "foreach (_get_cron_array() as $at => $hooks) { if ($at > time()) break;"
            " foreach ($hooks as $hook => $events) foreach ($events as $event) {"
            " wp_unschedule_event($at, $hook, $event['args']); do_action_ref_array($hook, $event['args']); } }"
        )

    def settings(self, **changes: object) -> None:
        """Set what an administrator sets."""
        wanted = {**(self._set or {}), **changes}
        if wanted == self._set:
            return
        self.php(
            "$saved = get_option('newsbrief_settings');"
            "$saved = is_array($saved) ? $saved : Newsbrief\\default_settings();"
            "update_option('newsbrief_settings', $args[0] + $saved);",
            changes,
        )
        self._set = wanted

    def user(self, login: str, role: str) -> httpx.Client:
        """Return a client of a user's own, made if need be, with an application password."""
        if login not in self.passwords:
            self.passwords[login] = self.php(
                "$user = get_user_by('login', $args[0]);"
                "$id = $user ? $user->ID : wp_insert_user(['user_login' => $args[0], 'user_pass' => $args[2],"
                " 'user_email' => $args[0] . '@example.org', 'display_name' => ucfirst($args[0]), 'role' => $args[1]]);"
                "return WP_Application_Passwords::create_new_application_password($id, ['name' => 'tests'])[0];",
                login,
                role,
                PASSWORD,
            )
        return httpx.Client(auth=(login, self.passwords[login]), timeout=30)

    def signed_in(self, login: str) -> httpx.Client:
        """Return a client with a user's cookies, as a browser has them."""
        client = httpx.Client(timeout=30, follow_redirects=True)
        client.get(f"{self.url}/wp-login.php")
        answer = client.post(f"{self.url}/wp-login.php", data={"log": login, "pwd": PASSWORD, "wp-submit": "Log In"})
        assert any(name.startswith("wordpress_logged_in") for name in client.cookies), answer.status_code
        return client

    def complaints(self) -> list[str]:
        """Return the lines of PHP's error log that name the plug-in."""
        log = self.folder / "debug.log"
        return [line for line in log.read_text().splitlines() if "newsbrief" in line] if log.exists() else []


PASSWORD = "a long enough passphrase"


@contextmanager
def site(folder: Path) -> Iterator[Site]:
    """Yield a fresh site with the plug-in in its folder, not switched on, while the block runs."""
    port = find_free_port()
    database = f"newsbrief_test_{secrets.token_hex(6)}"
    made = Site(folder, f"http://127.0.0.1:{port}")
    shutil.copytree(SOURCE, folder, dirs_exist_ok=True, symlinks=False, ignore=_list_unneeded)
    (folder / "wp-config.php").write_text(_CONFIG.format(database=database, url=made.url, salt=secrets.token_hex(24)))
    (folder / "wp-content" / "plugins" / "newsbrief").symlink_to(PLUGIN)
    _code_cache(folder).mkdir()
    with ExitStack() as stack:
        subprocess.run([*MARIADB, f"--execute=CREATE DATABASE {database} CHARACTER SET utf8mb4"], check=True)
        stack.callback(subprocess.run, [*MARIADB, f"--execute=DROP DATABASE {database}"], check=True)
        log = stack.enter_context((folder / "server.log").open("wb"))
        server = subprocess.Popen(
            [*PHP, "-S", f"127.0.0.1:{port}", "-t", str(folder)],
            env=os.environ | {"PHP_CLI_SERVER_WORKERS": str(WORKERS)},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        stack.callback(_end, server)
        _install(made)
        yield made


def _code_cache(folder: Path) -> Path:
    return folder.with_name("compiled")


def _install(made: Site) -> None:
    for _ in range(200):
        try:
            httpx.get(f"{made.url}/readme.html")
            break
        except httpx.TransportError:
            time.sleep(0.05)
    form = {
        "weblog_title": "The Daily Test",
        "user_name": "editor-in-chief",
        "admin_password": PASSWORD,
        "admin_password2": PASSWORD,
        "admin_email": "chief@example.org",
        "blog_public": "0",
        "Submit": "Install WordPress",
    }
    answer = httpx.post(f"{made.url}/wp-admin/install.php?step=2", data=form, timeout=120)
    assert "Success!" in answer.text, answer.text[-2000:]
    # Its welcome lies over the editor as soon as the editor has read what the user prefers, whatever was set before.
    made.php(
        "global $wpdb; update_user_meta(1, $wpdb->get_blog_prefix() . 'persisted_preferences',"
        " ['core/edit-post' => ['welcomeGuide' => false], '_modified' => gmdate('c')]);"
    )


def _list_unneeded(folder: str, names: list[str]) -> set[str]:
    """Return the names of themes that no test shows, and of languages."""
    if folder.endswith("/themes"):
        return {
            name for name in names if name.startswith("twenty") and name not in ("twentytwentyone", "twentytwentythree")
        }
    return {"wp-config.php", "languages"} & set(names)


def _end(server: subprocess.Popen[bytes]) -> None:
    # Its workers are processes of their own, in a group that is this server's alone.
    os.killpg(server.pid, 15)
    server.wait()
