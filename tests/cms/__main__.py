"""`python -m tests.cms`: a WordPress with the plug-in switched on, and a service for it, until it is interrupted."""

import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from tests.cms import wordpress
from tests.cms.service import KEY, SECRET, serve


def main() -> None:
    """Serve both, and print their addresses."""
    if why := wordpress.find_missing():
        sys.exit(f"tests.cms: {why}")
    with (
        tempfile.TemporaryDirectory() as folder,
        serve(Path(folder) / "service") as service,
        wordpress.site(Path(folder) / "site") as site,
    ):
        site.php("require_once ABSPATH . 'wp-admin/includes/plugin.php'; activate_plugin('newsbrief/newsbrief.php');")
        site.settings(url=service.url, key=KEY, webhook_secret=SECRET)
        print(f"{site.url}/wp-admin/    user editor-in-chief, password “{wordpress.PASSWORD}”")
        print(f"{service.url}/docs    key {KEY}")
        print("Ctrl-C ends both, and deletes them.", flush=True)
        with suppress(KeyboardInterrupt):
            while True:
                time.sleep(3600)


if __name__ == "__main__":
    main()
