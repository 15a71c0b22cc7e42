# Let what comes in begin as the release $2 of the target $1, by hard links where there are any.
cd "$1/releases" && rm -rf .incoming && { [ -z "$2" ] || cp -al "$2" .incoming 2>/dev/null ||
  { rm -rf .incoming && cp -RP "$2" .incoming; }; }
