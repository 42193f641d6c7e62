from django.urls import path

from evenground.design import views

app_name = "design"
urlpatterns = [path("", views.gallery, name="gallery")]
