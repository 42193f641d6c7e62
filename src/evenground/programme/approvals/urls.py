from django.urls import path

from evenground.programme.approvals import views

app_name = "approvals"
urlpatterns = [
    path("team/<int:pk>/", views.approval, name="approval"),
    path("team/<int:pk>/register/", views.register, name="register"),
    path("team/<int:pk>/sign/", views.sign, name="sign"),
]
