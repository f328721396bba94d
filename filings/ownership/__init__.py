"""The core: what a Form 3, 4 or 5 says, and what the law and EDGAR make of it.

Nothing in here knows Django or the rest of the project; everything is a value or a pure function of one.
"""
