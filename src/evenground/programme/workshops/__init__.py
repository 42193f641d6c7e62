"""The series of workshops, who came and how, and everybody's calendar."""
