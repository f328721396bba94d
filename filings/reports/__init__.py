"""What the desk tells about many filings at once: who was late, what is due, what the fiscal year leaves to do.

Everything here reads; ``tables`` says once for each table what its columns are, for the page and for the files.
"""
