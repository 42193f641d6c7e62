"""Evaluation reports and the decisions that follow."""
