"""Addresses of a vote."""

from django.urls import include, path

from coproduce.instruments.ballot import hanging, officer_views, views
from coproduce.instruments.ballot.paper import counting, desk
from coproduce.instruments.ballot.paper import views as paper

app_name = "ballot"
_here = [
    path("", views.front, name="front"),
    path("paper/", views.paper, name="paper"),
    path("slip/", views.slip, name="slip"),
    path("take-back/", views.withdraw, name="withdraw"),
    path("on-paper/", paper.front, name="on-paper"),
    path("on-paper/<slug:name>.pdf", paper.sheet, name="sheet"),
    path("on-paper/cards/", paper.code_cards, name="cards"),
    path("box/", officer_views.box, name="box"),
    path("box/key-file/", officer_views.key_file, name="key-file"),
    path("box/try/", officer_views.try_it, name="try-key"),
    path("box/open/", officer_views.count, name="open"),
    path("box/lost/", officer_views.lost, name="lost"),
    path("box/destroyed/", officer_views.destroyed, name="destroyed"),
    path("receipts/", views.receipts, name="receipts"),
    path("receipts/list.txt", views.receipt_list, name="receipt-list"),
    path("on-paper/desk/", desk.desk, name="desk"),
    path("on-paper/batches/", counting.listed, name="batches"),
    path("on-paper/batches/new/", counting.begin, name="begin-batch"),
    path("on-paper/sheets/", counting.sheets, name="count-sheets"),
    path("on-paper/batches/<uuid:batch_id>/", counting.batch, name="batch"),
    path("on-paper/batches/<uuid:batch_id>/recount/", counting.recount, name="recount-batch"),
    path("on-paper/batches/<uuid:batch_id>/type/", counting.type_in, name="type"),
    path("on-paper/batches/<uuid:batch_id>/close/", counting.close, name="close-batch"),
    path("result/", views.result, name="result"),
    path("result/poster/", hanging.poster_page, name="poster"),
    path("result/record.json", views.record, name="record"),
]
urlpatterns = [path("projects/<slug:slug>/<uuid:step_id>/vote/", include(_here))]
