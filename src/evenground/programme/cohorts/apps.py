from django.apps import AppConfig


class Cohorts(AppConfig):
    name = "evenground.programme.cohorts"
    label = "cohorts"
    verbose_name = "Programmes and cohorts"
