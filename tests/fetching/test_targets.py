from ipaddress import ip_address

import httpcore2
import pytest

from newsbrief.fetching.targets import CheckingBackend, TargetRefused, is_public


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "192.0.2.1", "192.0.0.1", "192.0.0.8", "192.0.0.170", "192.0.0.255",
        "::ffff:192.0.0.9", "168.63.129.16", "::1", "::", "fe80::1", "fc00::1", "ff02::1",
        "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "::127.0.0.1", "fec0::1", "2001:db8::1",
    ],
)  # fmt: skip
def test_what_is_not_the_public_internet(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["93.184.215.14", "8.8.8.8", "2606:4700:4700::1111", "64:ff9b::808:808"])
def test_what_is(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.1", "2130706433", "0x7f.1", "[::1]", "a..com"])
async def test_a_name_is_held_to_what_it_resolves_to(host: str) -> None:
    async with httpcore2.AsyncConnectionPool(network_backend=CheckingBackend(private=False)) as pool:
        with pytest.raises((TargetRefused, httpcore2.ConnectError)):
            await pool.request("POST", f"http://{host}:9/")


async def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that changes its mind between the check and the connection gains nothing: it is asked once."""
    asked: list[str] = []

    class Once(CheckingBackend):
        async def _check_addresses(self, host: str, port: int) -> list[str]:
            asked.append(host)
            return await super()._check_addresses("127.0.0.1", port)

    async with httpcore2.AsyncConnectionPool(network_backend=Once(private=True)) as pool:
        # The connection is refused by the checked address; `rebind.example` itself is never resolved.
        with pytest.raises(httpcore2.ConnectError, match=r"refused|attempts failed"):
            await pool.request("POST", "http://rebind.example:9/")
    assert asked == ["rebind.example"]
