from django.urls import path

from evenground.programme.dashboard import views

app_name = "dashboard"
urlpatterns = [
    path("cohort/<int:pk>/", views.overview, name="overview"),
    path("cohort/<int:pk>/board/", views.board, name="board"),
    path("cohort/<int:pk>/record/", views.record, name="record"),
]
