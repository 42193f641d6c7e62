from django.apps import AppConfig


class Cigs(AppConfig):
    name = "evenground.programme.cigs"
    label = "cigs"
    verbose_name = "Collaborative Implementation Groups"
