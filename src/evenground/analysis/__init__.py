"""The analysis library: from a file of neighbourhoods to a released table and its charts. No Django, no network.

Start with `evenground.analysis.pipeline.analyse`.
"""
