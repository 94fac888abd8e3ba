"""When versions change their stage, and what Gardener then does to the clusters that use them.

Pure: a `Catalog`, a day and a period of grace in; a `Calendar` out, and text, Markdown, JSON and
iCalendar made of calendars.
"""
