"""All addresses of the site. Whatever stands here declares its deed, or nobody can open it."""

from django.urls import include, path

from coproduce.core import deed
from coproduce.ui.gallery import gallery
from coproduce.web.pages import health, home

urlpatterns = [
    path("", home, name="home"),
    path("", include("coproduce.ledger.urls")),
    path("", include("coproduce.people.urls")),
    path("", include("coproduce.register.urls")),
    path("", include("coproduce.web.entrance.urls")),
    path("", include("coproduce.web.mine.urls")),
    path("", include("coproduce.web.leading.urls")),
    path("", include("coproduce.web.projects.urls")),
    path("", include("coproduce.web.operations.urls")),
    path("", include("coproduce.web.telling.urls")),
    path("", include("coproduce.web.starting.urls")),
    path("", include("coproduce.web.ways.urls")),
    path("", include("coproduce.instruments.answer.urls")),
    path("", include("coproduce.instruments.ballot.urls")),
    path("", include("coproduce.instruments.budget.urls")),
    path("", include("coproduce.instruments.delivery.urls")),
    path("", include("coproduce.instruments.ideas.urls")),
    path("try/", include("coproduce.web.trycount.urls")),
    path("gallery/", deed("ui.gallery")(gallery), name="gallery"),
    path("health/", health, name="health"),
]

handler400 = "coproduce.web.answers.bad_request"
handler403 = "coproduce.web.answers.forbidden"
handler404 = "coproduce.web.answers.not_found"
handler500 = "coproduce.web.answers.failed"
