"""What troisclics asks of this machine: digests, folders."""
