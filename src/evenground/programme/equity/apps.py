from django.apps import AppConfig


class Equity(AppConfig):
    name = "evenground.programme.equity"
    label = "equity"
    verbose_name = "Numbers by group"
