"""Find text that was true and no longer is: old values, former names, past dates, wrong weekdays.

In: the texts, facts and names of the model.
Out: faults by line, which `checks/stale_texts.py` turns into findings.
"""
