# Say so in the system's words if the disk of the folder $1 has less than 16 MiB, room for its next file, or no inode left.
cd "$1" 2>/dev/null || exit 0
df -Pk . | awk 'NR == 2 && $4 < 16384 {print "No space left on device"}'
df -Pi . 2>/dev/null | awk 'NR == 2 && $2 > 0 && $4 == 0 {print "No space left on device"}'
exit 0
