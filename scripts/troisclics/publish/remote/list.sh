# Print raw mode in hexadecimal and name of each entry below $1, then where each link leads.
cd "$1" 2>/dev/null || exit 0
LC_ALL=C; export LC_ALL
find . -exec stat -c '%f %n' {} + 2>/dev/null
find . -type l -exec sh -c 'for link; do printf "l %s\t%s\n" "$link" "$(readlink "$link")"; done' sh {} + 2>/dev/null
exit 0
