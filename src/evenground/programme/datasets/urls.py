from django.urls import path

from evenground.programme.datasets import views

app_name = "datasets"
urlpatterns = [
    path("team/<int:pk>/", views.datasets, name="datasets"),
    path("team/<int:pk>/load/", views.load, name="load"),
    path("<int:pk>/", views.dataset, name="dataset"),
    path("<int:pk>/remove/", views.remove, name="remove"),
]
