# Delete what was on its way to the target $1, and nothing else.
held; rm -rf "$1/releases/.incoming"
