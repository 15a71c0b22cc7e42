# Print the text below the folder $1 of each path given after it, each followed by a zero byte.
folder=$1; shift
for path; do path=$folder/$path
  if [ -f "$path" ] && [ ! -L "$path" ]; then tr -d '\000' <"$path" 2>/dev/null; fi; printf '\0'
done
