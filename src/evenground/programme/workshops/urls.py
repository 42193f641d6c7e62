from django.urls import path

from evenground.programme.workshops import views

app_name = "workshops"
urlpatterns = [
    path("", views.calendar, name="calendar"),
    path("calendar/<str:key>.ics", views.feed, name="feed"),
    path("cohort/<int:pk>/", views.series, name="series"),
    path("cohort/<int:pk>/lay-out/", views.lay_out, name="lay_out"),
    path("cohort/<int:pk>/add/", views.add, name="add"),
    path("<int:pk>/", views.session, name="session"),
    path("<int:pk>/change/", views.change, name="change"),
    path("<int:pk>/attendance/", views.attendance, name="attendance"),
]
