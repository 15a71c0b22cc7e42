# Print why an account without rights cannot read what the target $1 serves; only root can try.
# shellcheck disable=SC2069  # what it prints is not wanted, what it complains of is
cd "$1" && [ "$(id -u)" = 0 ] || exit 0
as="setpriv --reuid=65534 --regid=65534 --clear-groups"
$as true 2>/dev/null || exit 0
LC_ALL=C $as cat current/release.json 2>&1 >/dev/null || :
