"""Find text that was true and no longer is: old values, former names, dates gone by, wrong weekdays.

In: the texts, facts and names of the model.
Out: faults line by line, which `checks/stale_texts.py` turns into findings.
"""
