"""Pure functions on the model: values on a day, periods, French, addresses, what a department shows.

In: objects of the model and a day.
Out: plain values; no file is read, no clock is asked.
"""
