from django.apps import AppConfig


class Workbook(AppConfig):
    name = "evenground.programme.workbook"
    label = "workbook"
    verbose_name = "Workbook"
