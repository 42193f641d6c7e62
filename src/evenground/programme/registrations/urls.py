from django.urls import path

from evenground.programme.registrations import views

app_name = "registrations"
urlpatterns = [
    path("cohort/<int:pk>/", views.bring, name="bring"),
    path("cohort/<int:pk>/invite/", views.invite, name="invite"),
    path("<int:pk>/columns/", views.columns, name="columns"),
    path("<int:pk>/", views.preview, name="preview"),
    path("<int:pk>/organisations/", views.organisations, name="organisations"),
    path("<int:pk>/confirm/", views.confirm, name="confirm"),
]
