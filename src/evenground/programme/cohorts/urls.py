from django.urls import path

from evenground.programme.cohorts import views

app_name = "cohorts"
urlpatterns = [
    path("new/", views.start, name="start"),
    path("<int:pk>/", views.programme, name="programme"),
    path("<int:pk>/cohorts/new/", views.add_cohort, name="add_cohort"),
    path("cohorts/<int:pk>/", views.cohort, name="cohort"),
    path("cohorts/<int:pk>/appoint/", views.appoint, name="appoint"),
]
