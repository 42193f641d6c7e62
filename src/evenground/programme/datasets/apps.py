from django.apps import AppConfig


class Datasets(AppConfig):
    name = "evenground.programme.datasets"
    label = "datasets"
    verbose_name = "Data"
