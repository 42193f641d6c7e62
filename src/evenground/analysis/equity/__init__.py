"""Measures of inequality, one family a file: rates, gaps, gradient. All take true counts or controlled ones alike."""
