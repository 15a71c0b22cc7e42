# Write the input as the ledger of the target $1, in one rename(2).
cd "$1" && rm -f .published.new && cat >.published.new && mv -T .published.new published.json
