from django.urls import path

from evenground.programme.teams import views

app_name = "teams"
urlpatterns = [
    path("<int:pk>/", views.team, name="team"),
    path("<int:pk>/state/", views.change_state, name="change_state"),
    path("<int:pk>/members/add/", views.add_member, name="add_member"),
    path("members/<int:pk>/leave/", views.leave, name="leave"),
    path("new/<int:pk>/", views.add, name="add"),
]
