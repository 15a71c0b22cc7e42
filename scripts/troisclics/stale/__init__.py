"""Text that was true and no longer is: old values of national facts, former names, dates gone by, wrong weekdays."""
