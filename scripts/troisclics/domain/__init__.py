"""Compute on the model with pure functions: values on a day, periods, French, addresses, what a department shows.

In: objects of the model and a day.
Out: plain values; no file and no clock is read.
"""
