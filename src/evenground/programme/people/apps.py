from django.apps import AppConfig


class People(AppConfig):
    name = "evenground.programme.people"
    label = "people"
    verbose_name = "People and organisations"
